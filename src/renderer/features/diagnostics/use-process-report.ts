import { useEffect, useState } from 'react';
import type { ProcessReport } from '../../../shared/domain/process';
import { type ErrorInfo, toErrorInfo } from '../../../shared/errors';
import { call } from '../../lib/bridge';

/** Milliseconds between two looks. */
const EVERY = 2000;

export interface ReportState {
  report?: ProcessReport;
  /** Why the last look failed; the one before stays on screen. */
  error?: ErrorInfo;
}

/** Looks every two seconds while the calling component is mounted and the window can be seen. */
export function useProcessReport(): ReportState {
  const [state, setState] = useState<ReportState>({});
  useEffect(() => {
    let timer: number | undefined;
    let mounted = true;
    const look = async () => {
      window.clearTimeout(timer);
      if (document.hidden) return;
      const next = await call('app.processes', {}).then(
        (report) => ({ report }),
        (error: unknown) => ({ error: toErrorInfo(error) }),
      );
      if (!mounted) return;
      setState((before) => ({ ...('error' in next && before.report && { report: before.report }), ...next }));
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void look(), EVERY);
    };
    // Back in sight, what is shown is old.
    const onVisibility = () => void look();
    document.addEventListener('visibilitychange', onVisibility);
    void look();
    return () => {
      mounted = false;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, []);
  return state;
}
