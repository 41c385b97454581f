import { spawn } from 'node:child_process';

/**
 * Signals the leader of a process group (a program started detached) together with everything it started. Does nothing
 * when all are gone. On Windows the whole tree is ended at once, whatever the signal.
 */
export function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    const killer = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], {
      stdio: 'ignore',
      windowsHide: true,
    });
    // Failing means the process is gone already; a missing taskkill cannot be helped.
    killer.once('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody is left. EPERM (macOS): only zombies are left.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
