import { isAbsolute, resolve } from 'node:path';

/**
 * The folders named on a command line, absolute. The first element is the program; an app run from
 * its sources has its own folder next, which `skip` leaves out.
 */
export function openPaths(argv: readonly string[], cwd: string, skip: number): string[] {
  return argv
    .slice(skip)
    .filter((argument) => !argument.startsWith('-') && argument !== '')
    .map((argument) => (isAbsolute(argument) ? argument : resolve(cwd, argument)));
}
