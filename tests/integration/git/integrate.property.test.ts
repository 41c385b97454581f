import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveBranch } from '../../../src/main/git/finish/move-branch';
import { makeIntegration } from '../../../src/main/git/finish/preview-integration';
import type { Strategy } from '../../../src/shared/domain/finish';
import { fc } from '../../support/properties';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { type GitSandbox, gitSandbox, userState } from './git-sandbox';

const runs = historyRuns(4, 8);
const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const edit = fc.oneof(
  fc.record({
    kind: fc.constant('line' as const),
    path: fc.constantFrom('a', 'd/b'),
    at: fc.integer({ min: 0, max: 9 }),
    text: fc.constantFrom('X', 'Y', 'longer text'),
  }),
  fc.record({
    kind: fc.constant('write' as const),
    path: fc.constantFrom('c', 'd/ü x', 'e'),
    text: fc.constantFrom('1\n', '2\n'),
  }),
  fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom('a', 'd/b', 'c') }),
  fc.record({
    kind: fc.constant('rename' as const),
    path: fc.constantFrom('a', 'd/b'),
    to: fc.constantFrom('z', 'y/z'),
  }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;
const history = fc.array(fc.array(edit, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });

/** Makes commits on top of the current branch of a clone; an edit of what is not there does nothing. */
function play(sandbox: GitSandbox, clone: string, side: string, commits: readonly Edit[][]): void {
  const content = new Map<string, string>();
  for (const path of sandbox.git(['ls-files', '-z'], clone).split('\0').filter(Boolean)) {
    content.set(path, sandbox.git(['show', `:${path}`], clone));
  }
  commits.forEach((edits, index) => {
    for (const { kind, path, ...more } of edits) {
      const text = content.get(path);
      if (kind === 'write' && 'text' in more) content.set(path, more.text);
      else if (text === undefined) continue;
      else if (kind === 'remove') content.delete(path);
      else if ('to' in more) {
        content.delete(path);
        content.set(more.to, text);
      } else if ('at' in more) {
        const changed = text.split('\n');
        changed[more.at] = more.text;
        content.set(path, changed.join('\n'));
      }
    }
    sandbox.git(['rm', '-rqf', '--ignore-unmatch', '.'], clone);
    for (const [path, text] of content) sandbox.write(path, `${text.replace(/\n$/, '')}\n`, clone);
    sandbox.git(['add', '-A'], clone);
    sandbox.git(['commit', '-q', '--allow-empty', '-m', `${side} ${index}\n\nBody of ${side}.`], clone);
  });
}

/** Trees, authors and messages of the newest commits; a replayed one keeps its author's date, a new one has today's. */
function described(sandbox: GitSandbox, cwd: string, tip: string, strategy: Strategy): string {
  const date = strategy === 'rebase' ? ' %ad' : '';
  return sandbox.git(['log', '-5', '--topo-order', `--format=%T %an${date}%n%B`, tip], cwd);
}

/** What git itself makes of it in a clone: the tree and subjects, or undefined when it stops at a conflict. */
function byGit(sandbox: GitSandbox, clone: string, strategy: Strategy): string | undefined {
  const run = (...args: string[]) =>
    spawnSync('git', args, { cwd: clone, encoding: 'utf8', env: process.env }).status;
  if (strategy === 'rebase') {
    sandbox.git(['checkout', '-q', 'session'], clone);
    if (run('rebase', '-q', 'target') !== 0) return undefined;
  } else {
    sandbox.git(['checkout', '-q', 'target'], clone);
    const how = strategy === 'merge' ? ['--no-ff', '-m', 'Integrated'] : ['--squash'];
    if (run('merge', '-q', ...how, 'session') !== 0) return undefined;
    if (strategy === 'squash') sandbox.git(['commit', '-q', '--allow-empty', '-m', 'Integrated'], clone);
  }
  return described(sandbox, clone, 'HEAD', strategy);
}

describe('over random histories', () => {
  it(
    'merge, squash and rebase are what git itself makes in a clone, and no checkout is touched',
    async () => {
      const sandbox = gitSandbox();
      sandbox.write('a', `${lines.join('\n')}\n`);
      sandbox.write('d/b', `${[...lines].reverse().join('\n')}\n`);
      sandbox.commitAll('base');
      let run = 0;
      const outcomes = { clean: 0, conflicts: 0 };
      await fc.assert(
        fc.asyncProperty(history, history, async (ours, theirs) => {
          const name = `run-${++run}`;
          const clone = join(sandbox.home, name);
          sandbox.git(['clone', '-q', sandbox.repository, clone]);
          sandbox.git(['config', 'merge.conflictStyle', 'merge'], clone);
          sandbox.git(['checkout', '-q', '-b', 'session'], clone);
          play(sandbox, clone, 'ours', ours);
          sandbox.git(['checkout', '-q', '-b', 'target', 'origin/main'], clone);
          play(sandbox, clone, 'theirs', theirs);
          const refs = ['session', 'target'].map((branch) => `${branch}:${name}-${branch}`);
          sandbox.git(['fetch', '-q', clone, ...refs]);
          const [branchTip = '', targetTip = ''] = sandbox
            .git(['rev-parse', `${name}-session`, `${name}-target`])
            .split('\n');
          const before = userState(sandbox);
          for (const strategy of ['squash', 'merge', 'rebase'] as const) {
            const copy = `${clone}-${strategy}`;
            sandbox.git(['clone', '-q', clone, copy]);
            sandbox.git(['checkout', '-q', '--detach'], copy);
            for (const branch of ['session', 'target']) {
              sandbox.git(['branch', '-f', branch, `origin/${branch}`], copy);
            }
            const expected = byGit(sandbox, copy, strategy);
            const made = await makeIntegration(
              { root: sandbox.repository, strategy, branchTip, targetTip },
              { asUser: process.env, sign: true },
              'Integrated\n',
            );
            if (made.kind === 'conflicts') {
              expect(expected).toBeUndefined();
              expect(made.conflicts.length).toBeGreaterThan(0);
              outcomes.conflicts++;
            } else {
              expect(described(sandbox, sandbox.repository, made.tip, strategy)).toBe(expected);
              await moveBranch({
                root: sandbox.repository,
                branch: `${name}-target`,
                from: targetTip,
                to: made.tip,
                reason: 'test',
                updateCheckout: false,
              });
              sandbox.git(['update-ref', `refs/heads/${name}-target`, targetTip]);
              outcomes.clean++;
            }
            rmSync(copy, { recursive: true });
          }
          expect(userState(sandbox)).toEqual(before);
          rmSync(clone, { recursive: true });
        }),
        { numRuns: runs, seed: firstSeed },
      );
      sandbox.git(['fsck', '--strict']);
      expect(outcomes.clean + outcomes.conflicts).toBeGreaterThan(0);
    },
    runs * 75_000,
  );
});
