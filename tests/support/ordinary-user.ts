import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Permissions do not stop root: hands the sandbox to another user and acts as that one for the rest of the test. */
export function becomeOrdinaryUser(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const nobody = 65_534;
  const give = (path: string) => {
    if (lstatSync(path).isSymbolicLink()) return;
    chownSync(path, nobody, nobody);
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
  };
  give(folder);
  process.seteuid?.(nobody);
  onTestFinished(() => process.seteuid?.(0));
}
