import type { Author, Change } from '../../shared/domain/change';
import type { SessionId } from '../../shared/domain/ids';

type Named = Pick<Change, 'path' | 'pathBytes'>;

export interface MergeAuthorsInput {
  sessionId: SessionId;
  /** What is pending now. */
  listed: readonly Omit<Change, 'id' | 'sessionId' | 'authors'>[];
  /** What was pending before, with its authors. */
  known: readonly Change[];
  /** The paths that changed in between. */
  touched: readonly Named[];
  authorOf(path: string): Author;
}

/**
 * Carries the authors of pending files forward over one checkpoint: whoever touched a file joins its
 * authors, latest first; a file that was decided on in between starts anew; a renamed one keeps them.
 */
export function mergeAuthors({ sessionId, listed, known, touched, authorOf }: MergeAuthorsInput): Change[] {
  const before = new Map(known.map((change) => [keyOf(change), change.authors]));
  const touchedKeys = new Set(touched.map(keyOf));
  return listed.map((change) => {
    const oldKey = change.oldPath === undefined ? undefined : keyOf({ path: change.oldPath });
    const earlier =
      before.get(keyOf(change)) ?? (oldKey === undefined ? undefined : before.get(oldKey)) ?? [];
    const touchedNow = touchedKeys.has(keyOf(change)) || (oldKey !== undefined && touchedKeys.has(oldKey));
    const latest = touchedNow || earlier.length === 0 ? [latestAuthor(change, authorOf)] : [];
    return {
      ...change,
      sessionId,
      id: `${sessionId}:${keyOf(change)}`,
      authors: unique([...latest, ...earlier]),
    };
  });
}

function latestAuthor(change: Pick<Change, 'path' | 'oldPath'>, authorOf: (path: string) => Author): Author {
  const author = authorOf(change.path);
  return author.kind === 'unknown' && change.oldPath !== undefined ? authorOf(change.oldPath) : author;
}

function unique(authors: readonly Author[]): Author[] {
  const seen = new Set<string>();
  return authors.filter((author) => {
    const key = author.kind === 'agent' ? `${author.agent}\n${author.turnId ?? ''}` : author.kind;
    return !seen.has(key) && seen.add(key);
  });
}

function keyOf({ path, pathBytes }: Named): string {
  return pathBytes === undefined ? path : `\0${pathBytes}`;
}
