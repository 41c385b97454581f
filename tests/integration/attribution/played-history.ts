import { rmSync } from 'node:fs';
import type { Author, Change } from '../../../src/shared/domain/change';
import type { GitSandbox } from '../git/git-sandbox';
import { agent, attributedSession, unknown, user } from './attributed-session';
import type { History } from './histories';

export const AUTHORS: Record<string, Author> = {
  'agent claude': agent('claude'),
  'agent codex': agent('codex'),
  user,
  unknown,
};

export type Session = Awaited<ReturnType<typeof attributedSession>>;

/** A session whose authors wrote a history one step after the other. */
export async function played(sandbox: GitSandbox, { base, steps }: History): Promise<Session> {
  for (const [path, text] of base) sandbox.write(path, text);
  sandbox.commitAll('base');
  const session = await attributedSession(sandbox);
  for (const { author, files } of steps) {
    for (const [path, text] of files) if (text === null) rmSync(session.fixture.file(path));
    for (const [path, text] of files) if (text !== null) session.fixture.write(path, text);
    await session.by(AUTHORS[author] as Author);
  }
  return session;
}

/**
 * Every pending line with its sign and author, whatever its place. Without texts that came in twice: one author's
 * removal of such a line and another's insertion cancel out once what stood between them is decided.
 */
export async function pendingLines(
  { diff }: Session,
  { repeated }: History,
  changes: readonly Change[],
): Promise<string[]> {
  const found: string[] = [];
  for (const change of changes) {
    const shown = await diff(change);
    if (shown.kind !== 'text') continue;
    for (const line of shown.hunks.flatMap((hunk) => hunk.lines)) {
      if (line.type === 'context' || repeated.has(line.text)) continue;
      found.push(`${nameOf(shown.credits?.[line.credit ?? -1]?.author)} ${line.type} ${line.text}`);
    }
  }
  return found.sort();
}

export const nameOf = (author: Author | undefined) =>
  author?.kind === 'agent' ? author.agent : (author?.kind ?? '?');

/** Those that one of two lists has more often than the other. */
export function beyond(more: readonly string[], less: readonly string[]): string[] {
  const left = [...less];
  return more.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
