import { devNull } from 'node:os';

/** Variables of git's own that describe the user's machine and identity, not one particular repository. */
const KEPT =
  /^GIT_(AUTHOR_(NAME|EMAIL)|COMMITTER_(NAME|EMAIL)|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)|EXEC_PATH|SSH|SSH_COMMAND|SSL_.*|ASKPASS)$/;

/**
 * The environment git runs in: the user's, without the GIT_* variables that would redirect it to another
 * repository, index or configuration, in plain English, and never waiting at a terminal.
 */
export function gitEnvironment(
  extra: Record<string, string> = {},
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(from)) {
    if (!name.toUpperCase().startsWith('GIT_') || KEPT.test(name)) env[name] = value;
  }
  return {
    ...env,
    LC_ALL: 'C',
    LANGUAGE: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    ...extra,
  };
}

/**
 * As `gitEnvironment`, for commands whose hooks and helpers are the user's: git speaks plain English, but the
 * character set stays theirs, without which programs in many languages cannot read file names.
 */
export function userGitEnvironment(
  extra: Record<string, string>,
  from: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const { LC_ALL: _forced, ...env } = gitEnvironment({}, from);
  const lang = from.LC_ALL ?? from.LANG;
  return { ...env, ...(lang && { LANG: lang }), LC_MESSAGES: 'C', ...extra };
}

/** Settings that would let a repository or a user's taste run programs, start housekeeping or change output. */
const PINNED: Record<string, string> = {
  'core.fsmonitor': 'false',
  // Edits would not be seen.
  'core.ignoreStat': 'false',
  'core.quotePath': 'false',
  'core.safecrlf': 'false',
  'core.splitIndex': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'protocol.ext.allow': 'never',
  'submodule.recurse': 'false',
  // An order file that is not there makes git refuse to compare anything.
  'diff.orderFile': devNull,
  'diff.suppressBlankEmpty': 'false',
  'i18n.commitEncoding': 'UTF-8',
  'i18n.logOutputEncoding': 'UTF-8',
  'advice.detachedHead': 'false',
};

/** Settings every later command gets, for what is not installed here. */
export function pinForEveryCommand(settings: Record<string, string>): void {
  Object.assign(PINNED, settings);
}

/** What is pinned besides, except for the commands a user gives by name: then hooks and signing are theirs. */
const PINNED_IN_BACKGROUND: Record<string, string> = { 'core.hooksPath': devNull, 'commit.gpgSign': 'false' };

/** `-c` arguments for the pinned settings and those of one command. */
export function configArguments(extra: Record<string, string> = {}, asUser = false): string[] {
  const pinned = asUser ? PINNED : { ...PINNED, ...PINNED_IN_BACKGROUND };
  return Object.entries({ ...pinned, ...extra }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}
