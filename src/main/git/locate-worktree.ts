import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../../shared/errors';

/** Where git keeps what belongs to one worktree and what all worktrees of its repository share. */
export interface WorktreeLocation {
  /** The worktree's root, absolute, symlinks resolved. */
  path: string;
  gitDir: string;
  commonDir: string;
}

/**
 * Finds the git folders of a worktree's root from its files alone, no process started.
 * Throws AppError `worktree.missing` or `git.not-a-repository`.
 */
export async function locateWorktree(root: string): Promise<WorktreeLocation> {
  const path = await realpath(root).catch(() => {
    throw new AppError(
      'worktree.missing',
      `The folder ${root} is not there any more.`,
      'Bring it back, or have the session make it again.',
    );
  });
  const gitDir = await gitDirOf(path);
  const common = await readFile(resolve(gitDir, 'commondir'), 'utf8').catch(() => null);
  return { path, gitDir, commonDir: common === null ? gitDir : resolve(gitDir, trimEnd(common)) };
}

/**
 * Like `locateWorktree`, for a worktree of a session: refuses a folder whose `.git` was replaced, so that nothing is
 * ever written into another repository's or the user's own index. Throws AppError `git.not-a-repository` too.
 */
export async function locateLinkedWorktree(root: string): Promise<WorktreeLocation> {
  const location = await locateWorktree(root).catch(async (error) => {
    if (!(error instanceof AppError) || error.code !== 'git.not-a-repository') throw error;
    const gitDir = await pointerOf(resolve(root, '.git'));
    // git's own: <repository>/.git/worktrees/<name>.
    const common = gitDir && dirname(dirname(gitDir));
    const isThere = common === null || (await stat(common).catch(() => null)) !== null;
    throw isThere ? notLinked(root) : repositoryGone(common);
  });
  const { path, gitDir, commonDir } = location;
  const back = await readFile(resolve(gitDir, 'gitdir'), 'utf8').catch(() => null);
  if (gitDir === commonDir || back === null) throw notLinked(path);
  // A worktree that was moved by hand is still named by where it was, and nothing is there.
  const owner = await realpath(resolve(gitDir, trimEnd(back))).catch(() => null);
  if (owner !== null && owner !== resolve(path, '.git')) throw notLinked(path);
  return location;
}

function notLinked(path: string): AppError {
  return new AppError(
    'git.not-a-repository',
    `${path} is no longer the worktree Coppice made: its .git file is missing or was replaced.`,
    'Have the session link it or make it again; its checkpoints are kept.',
  );
}

/** The repository moved, or its disk is not there: what the worktree points to is gone with all of git's. */
function repositoryGone(commonDir: string): AppError {
  const repository = commonDir.replace(/[\\/]\.git$/, '');
  return new AppError(
    'git.not-a-repository',
    `The repository of this session, ${repository}, is not there any more.`,
    'Bring it back, or find it where it is now. The files of the session are still in its worktree.',
  );
}

async function gitDirOf(path: string): Promise<string> {
  const dotGit = resolve(path, '.git');
  if ((await stat(dotGit).catch(() => null))?.isDirectory()) return dotGit;
  const target = await pointerOf(dotGit);
  if (target && (await stat(target).catch(() => null))?.isDirectory()) return target;
  throw new AppError('git.not-a-repository', `${path} is not the root of a git worktree.`);
}

/** Where the `.git` file of a linked worktree points to; null when there is no such file. */
async function pointerOf(dotGit: string): Promise<string | null> {
  const found = await stat(dotGit).catch(() => null);
  if (!found?.isFile() || found.size >= 65_536) return null;
  const pointer = /^gitdir: ([\s\S]+)$/.exec(trimEnd(await readFile(dotGit, 'utf8')))?.[1];
  return pointer === undefined ? null : resolve(dirname(dotGit), pointer);
}

function trimEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
