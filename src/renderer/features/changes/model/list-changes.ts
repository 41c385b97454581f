import type { Author, Change, ChangeStatus } from '../../../../shared/domain/change';
import type { ShownChange } from '../../../../shared/ipc/contract';

/** `agent:claude`, `turn:<id>`, `user` or `unknown`: whom, or which turn, a filter names. */
export type AuthorKey = `agent:${string}` | `turn:${string}` | 'user' | 'unknown';

export function authorKey(author: Author): AuthorKey {
  return author.kind === 'agent' ? `agent:${author.agent}` : author.kind;
}

/** A file nobody is known to have touched counts as unknown, so that no file is outside every filter. */
export function authorKeys(change: Change): Set<AuthorKey> {
  return new Set(change.authors.length === 0 ? ['unknown'] : change.authors.map(authorKey));
}

export function turnKey(turn: string): AuthorKey {
  return `turn:${turn}`;
}

/** The filter that lets through what somebody did, in one turn when it names one. */
export function only(author: Author): ReadonlySet<AuthorKey> {
  const { turnId } = author.kind === 'agent' ? author : {};
  return new Set([turnId ? turnKey(turnId) : authorKey(author)]);
}

/** True when somebody is among the chosen, by name or by turn; nobody chosen means everybody. */
export function isChosen(author: Author, chosen: ReadonlySet<AuthorKey>): boolean {
  if (chosen.size === 0 || chosen.has(authorKey(author))) return true;
  return author.kind === 'agent' && author.turnId !== undefined && chosen.has(turnKey(author.turnId));
}

/**
 * Whose shares of the files a decision on what is shown is about: nobody's in particular where all of it is by the chosen
 * ones, as the lines of others step back and are not meant.
 */
export function sharesOf(
  changes: readonly Change[],
  chosen: ReadonlySet<AuthorKey>,
): readonly (Author | undefined)[] {
  const authors = changes.flatMap((change) => change.authors);
  if (authors.every((author) => isChosen(author, chosen))) return [undefined];
  const shares = new Map<AuthorKey, Author>();
  for (const author of authors) {
    const key = authorKey(author);
    if (chosen.has(key))
      shares.set(key, author.kind === 'agent' ? { kind: 'agent', agent: author.agent } : author);
    else if (author.kind === 'agent' && isChosen(author, chosen))
      shares.set(turnKey(author.turnId ?? ''), author);
  }
  return [...shares.values()];
}

/** The turns that have a part in what is pending, each once. */
export function turnsOf(changes: readonly Change[]): string[] {
  const turns = changes.flatMap(({ authors }) =>
    authors.flatMap((author) => (author.kind === 'agent' && author.turnId ? [author.turnId] : [])),
  );
  return [...new Set<string>(turns)];
}

export interface ChangeFilter {
  query: string;
  /** Empty means everybody. */
  authors: ReadonlySet<AuthorKey>;
}

/** Files that match: every word of the query somewhere in a path, and one of the chosen authors. */
export function filterChanges(changes: readonly Change[], filter: ChangeFilter): Change[] {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  return changes.filter((change) => {
    const haystack = `${change.path}\n${change.oldPath ?? ''}`.toLowerCase();
    const authors: readonly Author[] = change.authors.length > 0 ? change.authors : [{ kind: 'unknown' }];
    const byWho = authors.some((author) => isChosen(author, filter.authors));
    return byWho && words.every((word) => haystack.includes(word));
  });
}

/** Files per author, agents first by count. */
export function countByAuthor(changes: readonly Change[]): { key: AuthorKey; files: number }[] {
  const counts = new Map<AuthorKey, number>();
  for (const change of changes) {
    for (const key of authorKeys(change)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rank = (key: AuthorKey) => (key === 'unknown' ? 2 : key === 'user' ? 1 : 0);
  return [...counts]
    .map(([key, files]) => ({ key, files }))
    .sort((a, b) => rank(a.key) - rank(b.key) || b.files - a.files || a.key.localeCompare(b.key));
}

export function totals(changes: readonly Change[]): { files: number; insertions: number; deletions: number } {
  let insertions = 0;
  let deletions = 0;
  for (const change of changes) {
    insertions += change.insertions;
    deletions += change.deletions;
  }
  return { files: changes.length, insertions, deletions };
}

/** Folder by folder, files of a folder before its subfolders; numbers in names in counting order. */
export function sortChanges(changes: readonly Change[]): Change[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const keyed = changes.map((change) => ({ change, parts: change.path.split('/') }));
  keyed.sort((a, b) => {
    const shared = Math.min(a.parts.length, b.parts.length);
    for (let index = 0; index < shared; index += 1) {
      const aIsFile = index === a.parts.length - 1;
      const bIsFile = index === b.parts.length - 1;
      if (aIsFile !== bIsFile) return aIsFile ? -1 : 1;
      const order = compare(a.parts[index] as string, b.parts[index] as string);
      if (order !== 0) return order;
    }
    return a.parts.length - b.parts.length;
  });
  return keyed.map(({ change }) => change);
}

export const statusLetters: Record<ChangeStatus, string> = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  renamed: 'R',
  'type-changed': 'T',
};

export function splitPath(path: string): { directory: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { directory: path.slice(0, slash + 1), name: path.slice(slash + 1) };
}

const LONGEST_WHOLE = 14;
const KEPT_END = 10;

/** A file's name in two, where it may be shortened between them; one that is short enough is all end. */
export function splitName(name: string): { start: string; end: string } {
  const characters = [...name];
  const at = characters.length > LONGEST_WHOLE ? characters.length - KEPT_END : 0;
  return { start: characters.slice(0, at).join(''), end: characters.slice(at).join('') };
}

/** The part of a change that names exactly what was shown. */
export function shownChange(change: Change): ShownChange {
  const { path, pathBytes, oldOid, newOid, oldMode, newMode } = change;
  return { path, oldOid, newOid, oldMode, newMode, ...(pathBytes !== undefined && { pathBytes }) };
}
