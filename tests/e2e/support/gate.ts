import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A shell command that ends when the test says so. */
export interface Gate {
  command: string;
  /** Lets the command end; resolves when it has noticed. */
  open(): Promise<void>;
}

/** Makes a gate in `folder`, which must be the test's own. Not for Windows, which has no named pipes as files. */
export function makeGate(folder: string): Gate {
  const path = join(folder, 'gate');
  execFileSync('mkfifo', [path]);
  return { command: `cat ${path}`, open: () => writeFile(path, '') };
}
