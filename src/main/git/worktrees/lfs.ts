import { pinForEveryCommand } from '../git-environment';
import { runGit } from '../run-git';

/**
 * Where git-lfs is not installed, git would refuse to check out or store a file that asks for it. Then its pointers
 * are left as the text they are, in worktrees and in checkpoints alike; true when that is so.
 */
export async function passLfsPointers(folder: string): Promise<boolean> {
  const { exit } = await runGit(['lfs', 'version'], { cwd: folder, exits: [0, 1, 127, 128] });
  if (exit === 0) return false;
  pinForEveryCommand({
    'filter.lfs.process': '',
    'filter.lfs.smudge': '',
    'filter.lfs.clean': '',
    'filter.lfs.required': 'false',
  });
  return true;
}
