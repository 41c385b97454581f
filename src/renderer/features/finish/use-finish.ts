import { useCallback, useEffect, useState } from 'react';
import type { FinishState, Preflight, StepKind, Strategy } from '../../../shared/domain/finish';
import type { SessionId } from '../../../shared/domain/ids';
import { type ErrorInfo, toErrorInfo } from '../../../shared/errors';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { onReturn } from '../../lib/on-return';
import { type StepResult, stepBegan, stepEnded, useFinishUi } from './finish-slice';

export interface FinishModel {
  state: FinishState | undefined;
  error: ErrorInfo | undefined;
  preflight: Preflight | undefined;
  preflightError: ErrorInfo | undefined;
  target: string;
  strategy: Strategy;
  /** The step under way, also one that began before the dialog was opened; the others wait. */
  running: StepKind | null;
  results: Partial<Record<StepKind, StepResult>>;
  choose(choice: { target?: string; strategy?: Strategy }): void;
  /** Runs a step; its answer is the sentence that says how it went, or null where the window shows it anyway. */
  run(step: StepKind, work: () => Promise<string | null>): Promise<void>;
}

/** Follows what there is to finish in a session, and runs one step at a time. */
export function useFinish(sessionId: SessionId): FinishModel {
  const { ended: version, results } = useFinishUi();
  const returns = useReturns();
  const [choice, setChoice] = useState<{ target?: string; strategy: Strategy }>({ strategy: 'merge' });
  const [begun, setBegun] = useState<StepKind | null>(null);
  const underWay = useApp(({ finishing }) => finishing[sessionId]?.kind ?? null);
  // What was decided or changed since makes another answer; a look that found nothing new does not.
  const seen = useApp(({ open }) => {
    const set = open?.changeSet;
    return set && `${set.checkpoint} ${set.changes.length} ${set.acceptedPending.files}`;
  });
  const now = `${seen} ${returns}`;
  const state = useAnswer(`${sessionId} ${version} ${now}`, () => call('finish.state', { sessionId }));
  const target = choice.target ?? state.value?.targets[0] ?? '';
  const { strategy } = choice;
  const asked = `${sessionId} ${target} ${strategy} ${version} `;
  const preflight = useAnswer(target && `${asked}${now}`, () =>
    call('finish.preflight', { sessionId, target, strategy }),
  );
  // What was true before a step of ours, or of another target, would be a lie; until the next look it may stay.
  const isCurrent = preflight.key?.startsWith(asked);
  const run = useCallback(
    async (step: StepKind, work: () => Promise<string | null>) => {
      setBegun(step);
      stepBegan(step);
      const result = await work().then(
        (text): StepResult | null => (text === null ? null : { kind: 'done', text }),
        (error: unknown): StepResult => ({ kind: 'failed', error: toErrorInfo(error) }),
      );
      stepEnded(sessionId, step, result);
      setBegun(null);
    },
    [sessionId],
  );
  return {
    state: state.value,
    error: state.error,
    preflight: isCurrent ? preflight.value : undefined,
    preflightError: isCurrent ? preflight.error : undefined,
    target,
    strategy,
    running: begun ?? underWay,
    results,
    choose: (next) => setChoice((before) => ({ ...before, ...next })),
    run,
  };
}

/** Another number when the user has come back to the window: what is in the way may have been cleared elsewhere meanwhile. */
function useReturns(): number {
  const [returns, setReturns] = useState(0);
  useEffect(() => onReturn(() => setReturns((before) => before + 1)), []);
  return returns;
}

interface Answer<T> {
  /** What was asked. */
  key?: string;
  value?: T;
  error?: ErrorInfo;
}

/** The latest answer to a question; it is asked again when `key` changes, and not at all while that is empty. */
function useAnswer<T>(key: string, ask: () => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked
  useEffect(() => {
    if (!key) return;
    let current = true;
    const take = (next: Answer<T>) => {
      if (current) setAnswer(next);
    };
    ask().then(
      (value) => take({ key, value }),
      (error: unknown) => take({ key, error: toErrorInfo(error) }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return answer;
}
