import type { Author } from '../../../shared/domain/change';
import { authorKey } from '../../../shared/domain/credit-hunks';
import type { Covers } from './claims';

/** A turn that may have changed a file, and what its tool calls say about that. */
export interface Suspect {
  author: Author;
  covers: Covers;
  /** The turn ended and left a command behind that may still be at work. */
  over: boolean;
}

/**
 * Who changed a file between two checkpoints, never by guessing: the only one that named it; else the only one with a
 * command at work, unless one was left behind by another turn; the user where no turn is at work. Else unknown.
 */
export function decideAuthor(suspects: readonly Suspect[]): Author {
  if (suspects.length === 0) return { kind: 'user' };
  const named = authors(suspects.filter(({ covers }) => covers === 'named'));
  if (named.length > 0) return named.length === 1 ? (named[0] as Author) : { kind: 'unknown' };
  const possible = suspects.filter(({ covers }) => covers === 'possible');
  const [only, ...others] = authors(possible);
  return only && others.length === 0 && !possible.some(({ over }) => over) ? only : { kind: 'unknown' };
}

function authors(suspects: readonly Suspect[]): Author[] {
  return [...new Map(suspects.map(({ author }) => [authorKey(author), author])).values()];
}
