import type { Decision } from '../../../../shared/domain/decision';
import { changesStrings as strings } from '../../../strings/changes';

/** What a row of the list of decisions is about: a decision itself, or one that was undone or done again by it. */
export interface Listed {
  /** Undefined when that is too long ago to be listed. */
  of: Decision | undefined;
  did: 'decide' | 'undo' | 'redo';
}

/** Follows an undo, or the undo of one, back to the decision it is about. */
export function undoneDecision(decision: Decision, all: readonly Decision[]): Listed {
  if (decision.kind !== 'undo') return { of: decision, did: 'decide' };
  const before = all.find(({ ordinal }) => ordinal === decision.undoes);
  if (!before) return { of: undefined, did: 'undo' };
  const { of, did } = undoneDecision(before, all);
  return { of, did: did === 'undo' ? 'redo' : 'undo' };
}

/** What a decision did, in words. */
export function decisionText(decision: Decision, { of, did }: Listed): string {
  return of && did !== 'decide' ? strings.undid(of, did === 'redo') : strings.decision(decision);
}
