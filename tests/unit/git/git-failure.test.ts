import { expect, it } from 'vitest';
import { gitFailure } from '../../../src/main/git/git-failure';

it('a disk that is full is told as that, also where git writes an index', () => {
  const said = "fatal: sha1 file '/r/.git/worktrees/full/coppice.index.lock' write error. Out of diskspace\n";
  expect(gitFailure('status', 128, said)).toMatchObject({ code: 'git.failed', message: 'The disk is full.' });
});
