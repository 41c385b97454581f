import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout } from '../../../shared/domain/finish';
import { locateWorktree } from '../locate-worktree';
import { runGit, runGitText } from '../run-git';
import { LOCK_REASON } from './add-worktree';

const MAX_NAMED = 10;
const SESSION = 'work of another session';

/** What is under way in a worktree while these are in its git folder. */
const OPERATIONS: readonly [file: string, name: string][] = [
  ['MERGE_HEAD', 'a merge'],
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_START', 'a bisect'],
];

/** The worktree that has a branch checked out, or is rebasing it, and whether its files could follow now. */
export async function findCheckout(root: string, branch: string): Promise<Checkout | undefined> {
  const text = await runGitText(['worktree', 'list', '--porcelain'], { cwd: root });
  for (const block of text.split('\n\n')) {
    const path = /^worktree (.+)$/m.exec(block)?.[1];
    if (!path) continue;
    const isOn = block.split('\n').includes(`branch refs/heads/${branch}`);
    if (!isOn && !(await isRebasing(path, branch))) continue;
    // Its files, checkpoints and what was accepted there belong together.
    if (block.includes(`\nlocked ${LOCK_REASON}`)) return { path, state: { kind: 'busy', with: SESSION } };
    return { path, state: await checkoutState(path) };
  }
  return undefined;
}

/** Whether nothing would be lost or disturbed if the files of a checkout followed its branch. Writes nothing. */
export async function checkoutState(path: string): Promise<Checkout['state']> {
  const location = await locateWorktree(path).catch(() => null);
  if (!location) return { kind: 'busy', with: 'its folder missing' };
  for (const [file, name] of OPERATIONS) {
    const exists = await access(join(location.gitDir, file)).then(
      () => true,
      () => false,
    );
    if (exists) return { kind: 'busy', with: name };
  }
  const { stdout } = await runGit(
    ['status', '--porcelain', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=dirty'],
    { cwd: path, timeoutMs: 0 },
  );
  const files = stdout
    .toString('utf8')
    .split('\0')
    .flatMap((record) => (record ? [record.slice(3)] : []));
  return files.length === 0 ? { kind: 'clean' } : { kind: 'dirty', files: files.slice(0, MAX_NAMED) };
}

/** While a rebase runs, HEAD is at no branch, and the branch is moved when it ends. */
async function isRebasing(path: string, branch: string): Promise<boolean> {
  const location = await locateWorktree(path).catch(() => null);
  if (!location) return false;
  for (const folder of ['rebase-merge', 'rebase-apply']) {
    const name = await readFile(join(location.gitDir, folder, 'head-name'), 'utf8').catch(() => '');
    if (name.trim() === `refs/heads/${branch}`) return true;
  }
  return false;
}
