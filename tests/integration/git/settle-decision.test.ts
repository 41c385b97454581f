import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { rejectSelection } from '../../../src/main/git/decisions/decide';
import type { MoveBegun } from '../../../src/main/git/decisions/move-accepted';
import { settleDecision } from '../../../src/main/git/decisions/settle-decision';
import { startGitHere } from '../../../src/main/git/git-process';
import { locateLinkedWorktree } from '../../../src/main/git/locate-worktree';
import { startGitsWith } from '../../../src/main/git/run-git';
import { gitSandbox } from './git-sandbox';
import { SessionFixture } from './session-fixture';

it('a rejection that was refused is not made by the next look, though its ref could not go back', async () => {
  const sandbox = gitSandbox();
  for (const name of ['x.txt', 'y.txt']) sandbox.write(name, 'one\n');
  sandbox.commitAll('base');
  const fixture = await SessionFixture.open(sandbox);
  for (const name of ['x.txt', 'y.txt']) fixture.write(name, 'by the agent\n');
  const chosen = await fixture.changes();
  const refs = join(sandbox.repository, '.git/refs/coppice/sessions/s1');
  const block = () => {
    sandbox.git(['pack-refs', '--all']);
    rmSync(refs, { recursive: true, force: true });
    mkdirSync(dirname(refs), { recursive: true });
    symlinkSync('nowhere/at/all', refs);
  };
  // The agent writes one file, and the refs cannot be written any more, as git begins to move the files.
  startGitsWith((command, handlers) => {
    if (command.args.includes('read-tree') && command.args.includes('-u')) {
      writeFileSync(fixture.file('x.txt'), 'by the agent, more\n');
      block();
    }
    return startGitHere(command, handlers);
  });
  let moved: MoveBegun | undefined;
  let isRefused = false;
  const onMoving = (about: MoveBegun) => {
    moved = about;
    return () => {
      isRefused = true;
    };
  };
  const { root: worktree, sessionId } = fixture;
  await expect(rejectSelection({ worktree, sessionId, chosen, onMoving })).rejects.toThrow();
  startGitsWith(startGitHere);
  rmSync(refs);
  // As the next look does with what is noted still.
  if (!isRefused && moved) {
    await settleDecision(await locateLinkedWorktree(worktree), { sessionId, moved: 'worktree', ...moved });
  }
  expect(readFileSync(fixture.file('x.txt'), 'utf8')).toBe('by the agent, more\n');
  expect(readFileSync(fixture.file('y.txt'), 'utf8')).toBe('by the agent\n');
});
