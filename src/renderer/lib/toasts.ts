import { Toast } from '@base-ui/react/toast';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors';

export interface ToastData {
  /** Verbatim output for "Show details". */
  detail?: string;
  action?: { label: string; run(): void };
}

export interface Notice {
  /** Notices with the same id are one: the later takes the earlier's place. */
  id?: string;
  title: string;
  description?: string;
  tone?: 'info' | 'success' | 'error';
  action?: ToastData['action'];
  /** Milliseconds on screen; 0 stays until closed. */
  timeout?: number;
}

export const toastManager = Toast.createToastManager<ToastData>();

/** Shows a short notice in the corner; returns its id for `dismiss`. */
export function notify({ id, title, description, tone = 'info', action, timeout }: Notice): string {
  return toastManager.add({
    ...(id && { id }),
    title,
    ...(description && { description }),
    type: tone,
    timeout: timeout ?? (action ? 10_000 : 5_000),
    data: { ...(action && { action }) },
  });
}

export function dismiss(id: string): void {
  toastManager.close(id);
}

/** An error can be read twice over, and then no longer covers what stands under it; a pointer that moves over it keeps it. */
const ERROR_TIMEOUT = 25_000;

/** Tells the user what failed and the way out. The same error twice is one toast. */
export function reportError(error: unknown): void {
  if (!isErrorInfo(error)) console.error(error);
  const info = isErrorInfo(error) ? error : toErrorInfo(error);
  toastManager.add({
    id: `error:${info.code}:${info.message}`,
    title: info.message,
    ...(info.hint && { description: info.hint }),
    type: 'error',
    // Not urgent to screen readers: that would hide a toast with buttons from them until it has the focus.
    priority: 'low',
    timeout: ERROR_TIMEOUT,
    data: { ...(info.detail && { detail: info.detail }) },
  });
}

/** Runs `work` and reports its failure to the user; resolves to undefined when it failed. */
export async function reporting<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    reportError(error);
    return undefined;
  }
}

function isErrorInfo(error: unknown): error is ErrorInfo {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
