import { isAbsolute, resolve } from 'node:path';

/**
 * The folders named on a command line, absolute; its first element is the program. An app run `fromSources` has
 * its own folder as first argument, which is left out. Switches are too, wherever they are: `--no-sandbox` may
 * come before that folder, and Chromium sorts switches to the front of a second start's command line.
 */
export function openPaths(argv: readonly string[], cwd: string, fromSources: boolean): string[] {
  const given = argv.slice(1).filter((argument) => !argument.startsWith('-') && argument !== '');
  return given
    .slice(fromSources ? 1 : 0)
    .map((argument) => (isAbsolute(argument) ? argument : resolve(cwd, argument)));
}
