import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Moved } from '../../../src/main/git/decisions/move-accepted';
import type { ChangePart } from '../../../src/shared/domain/change';
import { fc } from '../../support/properties';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { gitSandbox, makeExecutable, makeSymlink, snapshot, userState } from './git-sandbox';
import { SessionFixture } from './session-fixture';

const runs = historyRuns(12, 8);

const paths = ['a', 'b c', 'd/e', 'd/f', 'd', 'ü/"q"', 'a/x', 'line\nbreak'];
const content = fc.constantFrom('', 'one\n', 'one\ntwo\n', 'one\r\ntwo', '\0bin\0', 'x'.repeat(500));
const step = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path: fc.constantFrom(...paths), content }),
  fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom(...paths) }),
  fc.record({ kind: fc.constant('execute' as const), path: fc.constantFrom(...paths) }),
  fc.record({ kind: fc.constant('link' as const), path: fc.constantFrom(...paths) }),
  fc.record({
    kind: fc.constant('accept' as const),
    share: fc.integer({ min: 1, max: 3 }),
    part: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('reject' as const),
    share: fc.integer({ min: 1, max: 3 }),
    part: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('undo' as const), nth: fc.nat(3) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Clears whatever stands where a path or one of its folders has to be. */
function makeRoom(fixture: SessionFixture, path: string): void {
  const parts = path.split('/');
  for (let at = 1; at < parts.length; at++) {
    const parent = fixture.file(parts.slice(0, at).join('/'));
    if (lstatSync(parent, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(parent);
  }
  rmSync(fixture.file(path), { recursive: true, force: true });
  mkdirSync(dirname(fixture.file(path)), { recursive: true });
}

/** Only what changed in the first line of either side. */
const firstLine: ChangePart = { old: [[1, 1]], new: [[1, 1]] };

type Made = [moved: 'accepted' | 'worktree', decision: Moved];

async function act(fixture: SessionFixture, action: Step, made: Made[]): Promise<void> {
  if (action.kind === 'undo') {
    const past = made.at(-1 - action.nth);
    // What came since may be in the way: refused, and that is fine here.
    if (past) await fixture.undo(...past).catch(tolerate('change.conflict', 'input.invalid'));
    return;
  }
  if (action.kind === 'accept' || action.kind === 'reject') {
    const changes = await fixture.changes();
    const chosen = changes.filter((_, at) => at % action.share === 0);
    if (chosen.length === 0) return;
    const parts = chosen.map((change) => (action.part ? { ...change, part: firstLine } : change));
    // Half of a file that became a folder, or a line of a binary, may not be decided on alone.
    const decision = await fixture[action.kind](parts).catch(tolerate('input.invalid'));
    if (decision) made.push([action.kind === 'accept' ? 'accepted' : 'worktree', decision]);
    return;
  }
  if (action.kind === 'execute') {
    const file = fixture.file(action.path);
    if (existsSync(file) && lstatSync(file).isFile()) makeExecutable(file);
    return;
  }
  makeRoom(fixture, action.path);
  if (action.kind === 'write') fixture.write(action.path, action.content);
  if (action.kind === 'link') makeSymlink('../target', fixture.file(action.path));
}

function tolerate(...codes: string[]) {
  return (error: { code?: string }) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}

async function acceptedFiles(fixture: SessionFixture): Promise<string> {
  const { accepted = '' } = await fixture.chain.refs();
  return fixture.git('rev-parse', `${accepted}^{tree}`);
}

describe('over random histories', () => {
  it(
    'accepting all makes the worktree what was accepted, rejecting all what was accepted the worktree',
    async () => {
      const sandbox = gitSandbox();
      sandbox.write('a', 'one\n');
      sandbox.write('d/e', 'one\ntwo\n');
      sandbox.commitAll('base');
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 10 }),
          fc.boolean(),
          // As in a repository so large that small checkpoints leave its private index behind.
          fc.boolean(),
          async (steps, acceptAll, isLarge) => {
            const large = isLarge && { largeIndexBytes: 0 };
            const fixture = await SessionFixture.open(sandbox, { sessionId: `run-${++run}`, ...large });
            const before = userState(sandbox);
            const made: Made[] = [];
            for (const action of steps) await act(fixture, action, made);
            const files = snapshot(fixture.root);
            const accepted = await acceptedFiles(fixture);
            const changes = await fixture.changes();
            if (changes.length > 0) await fixture[acceptAll ? 'accept' : 'reject'](changes);
            if (acceptAll) {
              expect(snapshot(fixture.root)).toEqual(files);
              const { chain = '' } = await fixture.chain.refs();
              expect(await acceptedFiles(fixture)).toBe(fixture.git('rev-parse', `${chain}^{tree}`));
            } else {
              expect((await fixture.chain.take({ author: { kind: 'user' } })).tree).toBe(accepted);
            }
            expect(await fixture.changes()).toEqual([]);
            expect(userState(sandbox)).toEqual(before);
          },
        ),
        { numRuns: runs, seed: firstSeed },
      );
      sandbox.git(['fsck', '--strict']);
    },
    runs * 15_000,
  );
});
