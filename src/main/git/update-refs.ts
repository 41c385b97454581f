import { AppError } from '../../shared/errors';
import { runGit } from './run-git';

/**
 * Says that what was told to begin was refused before anything moved, so that nothing of it is left to be settled. Not
 * called where that is not certain.
 */
export type Refused = () => void;

/**
 * All refs move or none. Throws AppError `git.busy` when one of them is not where it was or is locked, which `refused` is
 * told, and `git.failed` when they cannot be written.
 */
export async function updateRefs(
  root: string,
  commands: readonly string[],
  refused?: Refused,
): Promise<void> {
  try {
    const { exit, stderr } = await runGit(['update-ref', '--stdin'], {
      cwd: root,
      stdin: commands.join(''),
      config: { 'core.logAllRefUpdates': 'false' },
      exits: [0, 128],
      signal: null,
    });
    if (exit !== 0) throw isElsewhere(stderr) ? movedMeanwhile(stderr) : cannotWrite(stderr);
  } catch (error) {
    // Git takes all locks, and compares, before it moves the first one.
    if (error instanceof AppError && error.code === 'git.busy') refused?.();
    throw error;
  }
}

/** True when git says that a ref is not where it was expected; that it cannot lock one has many other reasons. */
export function isElsewhere(stderr: string): boolean {
  return /but expected|reference already exists|unable to resolve reference/.test(stderr);
}

/** The error of refs that git could not write. */
export function cannotWrite(stderr: string): AppError {
  return new AppError(
    'git.failed',
    'git could not write the refs of this repository.',
    'Make sure that its .git folder can be written and that its disk has room, then try again; Show details has what git said.',
    stderr,
  );
}

function movedMeanwhile(stderr: string): AppError {
  return new AppError(
    'git.busy',
    'Something else changed this session at the same moment, so nothing was decided.',
    'Try again.',
    stderr,
  );
}
