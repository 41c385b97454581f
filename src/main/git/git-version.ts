import { tmpdir } from 'node:os';
import { AppError } from '../../shared/errors';
import { gitNotInstalled } from './git-failure';
import { runGitText } from './run-git';

/** The oldest git with everything used here: `worktree add --lock --reason` came with 2.34. */
const OLDEST = { major: 2, minor: 34 };

export type GitProbe =
  | { kind: 'usable'; version: string }
  | { kind: 'too-old'; version: string }
  | { kind: 'absent' };

/** Finds out which git the PATH has, if any. */
export async function probeGit(): Promise<GitProbe> {
  try {
    const text = await runGitText(['version'], { cwd: tmpdir(), timeoutMs: 15_000 });
    const match = /(\d+)\.(\d+)[^\s]*/.exec(text);
    if (!match) return { kind: 'absent' };
    const [version, major, minor] = [match[0], Number(match[1]), Number(match[2])];
    const usable = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
    return { kind: usable ? 'usable' : 'too-old', version };
  } catch (error) {
    if (error instanceof AppError && error.code === 'git.not-installed') return { kind: 'absent' };
    throw error;
  }
}

/** The version of a usable git; throws AppError `git.not-installed` when there is none. */
export async function requireGit(): Promise<string> {
  const probe = await probeGit();
  if (probe.kind === 'usable') return probe.version;
  if (probe.kind === 'absent') throw gitNotInstalled();
  throw gitNotInstalled(
    `git ${probe.version} is too old: Coppice needs ${OLDEST.major}.${OLDEST.minor} or newer.`,
  );
}
