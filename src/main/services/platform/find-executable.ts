import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

const ON_WINDOWS = process.platform === 'win32';

/** Folders installers use and forget to put on the PATH, after which people wonder. */
export function commonBinFolders(home = homedir()): string[] {
  if (ON_WINDOWS) {
    const { APPDATA, LOCALAPPDATA } = process.env;
    return [APPDATA && join(APPDATA, 'npm'), LOCALAPPDATA && join(LOCALAPPDATA, 'pnpm')].filter(
      (folder) => folder !== undefined && folder !== '',
    ) as string[];
  }
  const ofHome = ['.local/bin', '.npm-global/bin', '.bun/bin', '.volta/bin', '.opencode/bin', '.cargo/bin'];
  return [...ofHome.map((folder) => join(home, folder)), '/opt/homebrew/bin', '/usr/local/bin'];
}

/**
 * The absolute path of a program: `command` itself when it is a path, else the first match in the folders of
 * `env.PATH` and then in `extraFolders`. Undefined when there is none.
 */
export async function findExecutable(
  command: string,
  env: NodeJS.ProcessEnv,
  extraFolders: readonly string[] = commonBinFolders(),
): Promise<string | undefined> {
  if (isAbsolute(command)) return firstExecutable(variantsOf(command, env));
  // A relative path would depend on the folder this process happens to be in.
  if (/[\\/]/.test(command)) return undefined;
  const path = env.PATH ?? env.Path ?? '';
  const folders = [...path.split(delimiter), ...extraFolders].filter(isAbsolute);
  return firstExecutable(folders.flatMap((folder) => variantsOf(join(folder, command), env)));
}

function variantsOf(path: string, env: NodeJS.ProcessEnv): string[] {
  if (!ON_WINDOWS || /\.[a-z]+$/i.test(path)) return [path];
  const extensions = (env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';');
  return extensions.map((extension) => path + extension.toLowerCase());
}

async function firstExecutable(paths: string[]): Promise<string | undefined> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
