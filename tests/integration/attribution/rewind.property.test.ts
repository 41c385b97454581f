import { expect, it } from 'vitest';
import type { RewindTarget } from '../../../src/shared/domain/rewind';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { gitSandbox, snapshot, userState } from '../git/git-sandbox';
import { sessionId, user } from './attributed-session';
import { makeHistory, random } from './histories';
import { beyond, nameOf, pendingLines, played, type Session } from './played-history';

const runs = historyRuns(2, 8);

async function rewind({ rewinds }: Session, target: RewindTarget): Promise<boolean> {
  const { checkpoint, files } = await rewinds.preview(sessionId, target);
  const take = files.filter(({ outcome }) => outcome === 'conflict');
  if (files.length === 0) return false;
  await rewinds.rewind(sessionId, { target, checkpoint, take });
  return true;
}

for (let index = 0; index < runs; index++) {
  const number = firstSeed + index;
  it(`work is rewound to any moment, and back, in history ${number}`, async () => {
    const sandbox = gitSandbox();
    const history = makeHistory(number);
    const session = await played(sandbox, history);
    const { fixture, rewinds, decisions } = session;
    const lines = async () => pendingLines(session, history, await session.by(user));
    const before = { files: snapshot(fixture.root), lines: await lines(), checkout: userState(sandbox) };
    const timeline = await rewinds.timeline(sessionId);
    const base = fixture.worktree.baseCommit;
    const moments = [base, ...timeline.map(({ after }) => after)];
    const to = moments[random(number)(moments.length)] ?? base;

    const moved = await rewind(session, { kind: 'session', to });
    const tree = (commit: string) => fixture.git('rev-parse', `${commit}^{tree}`);
    expect((await fixture.chain.take({ author: user })).tree).toBe(tree(to));
    if (moved) await decisions.undo(sessionId);
    expect(snapshot(fixture.root)).toEqual(before.files);
    expect(await lines()).toEqual(before.lines);
    expect(userState(sandbox)).toEqual(before.checkout);
    sandbox.git(['fsck', '--strict', '--no-dangling']);
  }, 120_000);

  it(`one agent's work is taken back, and nobody else's, in history ${number}`, async () => {
    const sandbox = gitSandbox();
    const history = makeHistory(number);
    const session = await played(sandbox, history);
    const { fixture, rewinds, decisions } = session;
    const lines = async () => pendingLines(session, history, await session.by(user));
    const before = { files: snapshot(fixture.root), lines: await lines() };
    const { author } =
      (await rewinds.timeline(sessionId)).find((entry) => entry.author.kind === 'agent') ?? {};
    if (author?.kind !== 'agent') return;
    const target = { kind: 'agent', agent: author.agent, after: fixture.worktree.baseCommit } as const;
    const preview = await rewinds.preview(sessionId, target);
    const clear = preview.files.every(({ outcome }) => outcome !== 'conflict');
    if (preview.files.length === 0) return;

    // Where all of it is in the way of others, nothing can go without theirs.
    const done = await rewinds
      .rewind(sessionId, { target, checkpoint: preview.checkpoint, take: [] })
      .catch((error) => {
        expect(error).toMatchObject({ code: 'change.not-found' });
        return null;
      });
    if (!done) return;
    const left = await lines();
    const inserted = (all: string[], whose: (name: string) => boolean) =>
      all.filter((line) => line.includes(' insert ') && whose(line.slice(0, line.indexOf(' '))));
    const isTheirs = (name: string) => name === nameOf(author);
    if (clear) expect(inserted(left, isTheirs)).toEqual([]);
    // What the session began with is pending only while its file is elsewhere.
    const own = new Set([...history.base.values()].flatMap((text) => text.split('\n')));
    const isNew = (line: string) => !own.has(line.slice(line.indexOf(' insert ') + ' insert '.length));
    const others = inserted(before.lines, (name) => !isTheirs(name)).filter(isNew);
    expect(
      beyond(
        others,
        inserted(left, () => true),
      ),
    ).toEqual([]);
    await decisions.undo(sessionId);
    expect(snapshot(fixture.root)).toEqual(before.files);
    expect(await lines()).toEqual(before.lines);
    sandbox.git(['fsck', '--strict', '--no-dangling']);
  }, 120_000);
}
