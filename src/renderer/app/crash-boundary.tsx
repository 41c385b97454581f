import { Component, type ReactNode } from 'react';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors';
import { StartFailure } from './start-failure';

/** Shows a bug in a view as an error with a way out, instead of an empty window. */
export class CrashBoundary extends Component<{ children: ReactNode }, { error: ErrorInfo | null }> {
  override state: { error: ErrorInfo | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: ErrorInfo } {
    return { error: toErrorInfo(error) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <StartFailure error={error} /> : this.props.children;
  }
}
