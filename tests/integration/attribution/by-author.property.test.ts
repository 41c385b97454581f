import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Author, Change } from '../../../src/shared/domain/change';
import { type GitSandbox, gitSandbox, snapshot, userState } from '../git/git-sandbox';
import { agent, attributedSession, sessionId, unknown, user } from './attributed-session';
import { type History, makeHistory, random } from './histories';

/** How many histories are decided on, and from which seed on: `npm run test:attribution -- --runs N --seed S`. */
const runs = Math.ceil(Number(process.env.COPPICE_ATTRIBUTION_RUNS ?? 25) / 8);
const seed = Number(process.env.COPPICE_ATTRIBUTION_SEED ?? 1);

const AUTHORS: Record<string, Author> = {
  'agent claude': agent('claude'),
  'agent codex': agent('codex'),
  user,
  unknown,
};

type Session = Awaited<ReturnType<typeof attributedSession>>;

/** A session whose authors wrote a history one step after the other. */
async function played(sandbox: GitSandbox, { base, steps }: History): Promise<Session> {
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
async function pendingLines(
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

const nameOf = (author: Author | undefined) =>
  author?.kind === 'agent' ? author.agent : (author?.kind ?? '?');

/** The changes as they are now; what was written since the last look would be the user's. */
const pending = (session: Session) => session.by(user);

async function decide(session: Session, kind: 'accept' | 'reject', by: Author): Promise<boolean> {
  const changes = await pending(session);
  if (changes.length === 0) return false;
  try {
    await session.decisions[kind](sessionId, { changes, by });
    return true;
  } catch (error) {
    // Nothing of theirs, or none that can be told apart from the others' in the same place.
    if (!['change.not-found', 'input.invalid'].includes((error as { code?: string }).code ?? '')) throw error;
    return false;
  }
}

async function acceptedTree({ fixture }: Session): Promise<string> {
  const { accepted = '' } = await fixture.chain.refs();
  return fixture.git('rev-parse', `${accepted}^{tree}`);
}

async function worktreeTree({ fixture }: Session): Promise<string> {
  return (await fixture.chain.take({ author: user })).tree;
}

/** Those that one of two lists has more often than the other. */
function beyond(more: readonly string[], less: readonly string[]): string[] {
  const left = [...less];
  return more.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

for (let index = 0; index < runs; index++) {
  const number = seed + index;
  it(`what one author did is decided on alone, and taken back exactly, in history ${number}`, async () => {
    const sandbox = gitSandbox();
    const history = makeHistory(number);
    const session = await played(sandbox, history);
    const before = userState(sandbox);
    const files = snapshot(session.fixture.root);
    const base = await acceptedTree(session);
    const credited = await pendingLines(session, history, await pending(session));
    const next = random(number);
    const authors = Object.values(AUTHORS).sort(() => next(2) - 0.5);
    const kind = next(2) ? 'accept' : 'reject';

    let made = 0;
    for (const author of authors) {
      const lines = await pendingLines(session, history, await pending(session));
      if (!(await decide(session, kind, author))) continue;
      made += 1;
      const left = await pendingLines(session, history, await pending(session));
      const gone = beyond(lines, left).filter((line) => !line.startsWith(`${nameOf(author)} `));
      expect(gone, `deciding on ${nameOf(author)} took others' lines along`).toEqual([]);
    }
    const rest = await pending(session);
    if (rest.length > 0) {
      await session.decisions[kind](sessionId, { changes: rest });
      made += 1;
    }
    if (kind === 'accept') {
      expect(snapshot(session.fixture.root)).toEqual(files);
      expect(await acceptedTree(session)).toBe(await worktreeTree(session));
    } else {
      expect(await acceptedTree(session)).toBe(base);
      expect(await worktreeTree(session)).toBe(base);
    }

    for (; made > 0; made--) await session.decisions.undo(sessionId);
    expect(snapshot(session.fixture.root)).toEqual(files);
    expect(await acceptedTree(session)).toBe(base);
    expect(await pendingLines(session, history, await pending(session))).toEqual(credited);
    expect(userState(sandbox)).toEqual(before);
    sandbox.git(['fsck', '--strict', '--no-dangling']);
  }, 120_000);
}
