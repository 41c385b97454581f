import { expect, it } from 'vitest';
import type { Author, Change } from '../../../src/shared/domain/change';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { gitSandbox, snapshot, userState } from '../git/git-sandbox';
import { sessionId, user } from './attributed-session';
import { type History, makeHistory, random } from './histories';
import { AUTHORS, beyond, nameOf, pendingLines, played, type Session } from './played-history';

const runs = historyRuns(2, 8);

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

interface Told {
  change: Change;
  lines: string[];
}

async function told(session: Session, history: History): Promise<Told[]> {
  const found: Told[] = [];
  for (const change of await pending(session)) {
    found.push({ change, lines: await pendingLines(session, history, [change]) });
  }
  return found;
}

/**
 * The lines of both, without files that are told as moved only before or only after: with other lines gone they are more
 * alike, or less, and what was removed from one and added to the other is then the same line.
 */
function toldAlike(...both: [Told[], Told[]]): [string[], string[]] {
  const moves = both.map((all) =>
    all.flatMap(({ change }) => (change.oldPath === undefined ? [] : [change])),
  );
  const keyOf = ({ oldPath, path }: Change) => `${oldPath}\n${path}`;
  const keys = moves.map((some) => new Set(some.map(keyOf)));
  const apart = moves.flatMap((some, index) => some.filter((change) => !keys[1 - index]?.has(keyOf(change))));
  const paths = new Set(apart.flatMap(({ oldPath, path }) => [oldPath, path]));
  const alike = ({ change: { path, oldPath } }: Told) => !paths.has(path) && !paths.has(oldPath ?? path);
  const linesOf = (all: Told[]) => all.filter(alike).flatMap(({ lines }) => lines);
  return [linesOf(both[0]), linesOf(both[1])];
}

for (let index = 0; index < runs; index++) {
  const number = firstSeed + index;
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
      const was = await told(session, history);
      if (!(await decide(session, kind, author))) continue;
      made += 1;
      const is = await told(session, history);
      const [lines, left] = toldAlike(was, is);
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
