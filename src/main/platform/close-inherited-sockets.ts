import { closeSync, readdirSync, readlinkSync } from 'node:fs';

const DESCRIPTORS = '/proc/self/fd';

/**
 * Closes the sockets this program was started with besides its standard streams; to be called before it opens any of
 * its own. Chromium lets every program that Node starts inherit its descriptors. Whoever holds the end that belongs to
 * a process of Chromium's keeps its death from being noticed: the window then waits for a dead GPU process for ever.
 * Only Linux needs it: elsewhere descriptors are inherited only when that is asked for.
 */
export function closeInheritedSockets(): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync(DESCRIPTORS)) {
    if (Number(name) > 2 && isSocket(name)) closeSync(Number(name));
  }
}

function isSocket(name: string): boolean {
  try {
    return readlinkSync(`${DESCRIPTORS}/${name}`).startsWith('socket:');
  } catch (error) {
    // The descriptor the folder was read with is gone by now.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
