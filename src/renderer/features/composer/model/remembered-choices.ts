import type { SessionId } from '../../../../shared/domain/ids';
import type { FoundOverlap, OverlapChoice } from './overlap';

/** What the user chose for a session for every further overlap of a kind. */
export type RememberedChoices = Partial<Record<FoundOverlap['kind'], OverlapChoice>>;

const KEY = 'coppice.overlaps';
/** Of how many sessions choices are kept. */
const MAX = 200;

export function loadChoices(): Record<SessionId, RememberedChoices> {
  const text = globalThis.localStorage?.getItem(KEY);
  return text ? JSON.parse(text) : {};
}

export function storeChoices(choices: Readonly<Record<SessionId, RememberedChoices>>): void {
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(choices).slice(-MAX))));
}
