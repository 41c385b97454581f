import type { Bridge } from '../../shared/ipc/bridge';

/** The operating system, as the preload script says it. */
export function platform(): Bridge['platform'] {
  return window.coppice.platform;
}

export function isMac(): boolean {
  return platform() === 'darwin';
}

/** What the system calls its file manager, for "Show in ..." labels. */
export function fileManagerName(): string {
  switch (platform()) {
    case 'darwin':
      return 'Finder';
    case 'win32':
      return 'Explorer';
    case 'linux':
      return 'file manager';
  }
}
