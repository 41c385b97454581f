import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' });

/** Why no file system can be mounted here; undefined when one can. */
export function whyNoMount(): string | undefined {
  if (process.platform !== 'linux') return `mounting a small disk needs Linux, not ${process.platform}`;
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  const folder = mkdtempSync(join(tmpdir(), 'coppice-mount-'));
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
    execFileSync('umount', [folder]);
    return undefined;
  } catch (error) {
    return `mounting is not allowed here: ${(error as Error).message.trim()}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A disk of 2 MB that goes away with the test. */
export function smallDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-disk-'));
  mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const ballast = join(folder, 'ballast');
  return {
    folder,
    /** Leaves no byte of it free. */
    fill() {
      for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 2)) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    },
    makeRoom: () => rmSync(ballast),
    makeReadOnly: () => mount('-o', 'remount,ro', folder),
  };
}
