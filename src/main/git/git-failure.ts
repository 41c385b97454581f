import { AppError } from '../../shared/errors';

const LOCKED = /Unable to create '([^']+\.lock)': File exists/;

/** The lock file that stopped git, when that is why it failed. */
export function heldLock(stderr: string): string | undefined {
  return LOCKED.exec(stderr)?.[1];
}

const INSTALL_HINTS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Install it with "xcode-select --install" or "brew install git", then try again.',
  win32:
    'Install it from https://git-scm.com/download/win or with "winget install Git.Git", then restart Coppice.',
};

/** The error of a machine without a usable git. */
export function gitNotInstalled(message = 'git is not installed, or not on the PATH.'): AppError {
  const hint =
    INSTALL_HINTS[process.platform] ??
    'Install it with your package manager (for example "sudo apt install git" or "sudo dnf install git"), then try again.';
  return new AppError('git.not-installed', message, hint);
}

function summary(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.find((line) => line !== '');
  return (telling ?? 'it said nothing').replace(/^(fatal|error):\s*/, '').slice(0, 300);
}

const NO_ROOM = /No space left on device|Disk quota exceeded|Out of diskspace/i;

/** An error of the file system as git tells the same, where it is that there is no room; any other as it is. */
export function asGitSays(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !NO_ROOM.test(error.message)) return error;
  return gitFailure('', null, error.message);
}

/** Turns git's own words about a failed command into a sentence with a way out. */
export function gitFailure(verb: string, exit: number | null, stderr: string): AppError {
  const lock = heldLock(stderr);
  if (lock) {
    return new AppError(
      'git.busy',
      `Another git command holds ${lock}.`,
      'Wait for it to finish and try again; if no git command is running, delete that file.',
      stderr,
    );
  }
  const dubious = /detected dubious ownership in repository at '([^']+)'/.exec(stderr)?.[1];
  if (dubious) {
    return new AppError(
      'git.untrusted',
      `git refuses to work in ${dubious} because another user owns it.`,
      `If you trust it, run: git config --global --add safe.directory '${dubious}'`,
      stderr,
    );
  }
  if (/xcode-select|xcrun: error/.test(stderr)) return gitNotInstalled();
  if (/not a git repository/i.test(stderr)) {
    return new AppError('git.not-a-repository', 'This folder is not a git repository.', undefined, stderr);
  }
  if (NO_ROOM.test(stderr)) {
    return new AppError('git.failed', 'The disk is full.', 'Free some space and try again.', stderr);
  }
  return new AppError(
    'git.failed',
    `git ${verb} failed: ${summary(stderr)}`,
    'Show details has everything git said.',
    `exit ${exit ?? 'by signal'}\n${stderr}`,
  );
}
