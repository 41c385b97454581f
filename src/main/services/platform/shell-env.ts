import { shellEnv } from 'shell-env';
import { withDeadline } from '../deadline';
import type { Log } from '../log';

export interface ShellEnvDeps {
  log: Log;
  /** How long the login shell may take, in milliseconds. */
  deadline?: number;
  /** Reads the login shell's environment; a parameter so that a broken shell can be tried out. */
  read?: () => Promise<NodeJS.ProcessEnv>;
}

/** Set by Electron, its launchers or Coppice for themselves; programs of the user must not see them. */
const OURS =
  /^(ELECTRON_|COPPICE_|CHROME_DESKTOP$|ORIGINAL_XDG_CURRENT_DESKTOP$|NODE_CHANNEL_FD$|VITE_|npm_)/;

/**
 * The environment the user's programs expect: that of their login shell, because an app started from a dock
 * has a bare PATH. Read once and kept; a shell that fails or hangs gives this process's own environment.
 */
export function createShellEnv({ log, deadline = 5000, read = shellEnv }: ShellEnvDeps) {
  let known: Promise<NodeJS.ProcessEnv> | undefined;

  const load = async (): Promise<NodeJS.ProcessEnv> => {
    try {
      const found = await withDeadline(Promise.resolve().then(read), deadline, undefined);
      if (found) return clean({ ...process.env, ...found });
      log.warn('login shell did not answer in time; using our own environment', { deadline });
    } catch (error) {
      log.warn('login shell failed; using our own environment', { error: String(error) });
    }
    return clean(process.env);
  };

  /** Never rejects. The object is the caller's own. */
  return async (): Promise<NodeJS.ProcessEnv> => {
    known ??= load();
    return { ...(await known) };
  };
}

function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const usable = ([name, value]: [string, string | undefined]) =>
    value !== undefined && isName(name) && !OURS.test(name);
  return Object.fromEntries(
    Object.entries(env)
      .filter(usable)
      .map(([name, value]) => [name, wholeValue(name, value as string)]),
  );
}

// Values with line breaks reach us cut after their first line, and the other lines as odd names.
function isName(name: string): boolean {
  return process.platform === 'win32' || /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

function wholeValue(name: string, value: string): string {
  const own = process.env[name];
  return own?.includes('\n') && own.startsWith(value) ? own : value;
}
