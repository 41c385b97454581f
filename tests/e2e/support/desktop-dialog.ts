import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Waits for a native dialog of process `pid`, and presses Return in it as a person who has read it does. */
export async function answerDialog(pid: number): Promise<void> {
  const search = ['search', '--sync', '--onlyvisible', '--pid', String(pid)];
  const { stdout } = await exec('xdotool', search);
  const [dialog] = stdout.trim().split('\n');
  if (!dialog) throw new Error(`Process ${pid} shows no dialog`);
  await press(dialog, 'Return');
}

/** Presses a key in the dialog of process `pid` that has this title; false when there is none now. */
export async function answerIfAsked(pid: number, title: string, key = 'Return'): Promise<boolean> {
  const search = ['search', '--onlyvisible', '--all', '--pid', String(pid), '--name', `^${title}$`];
  // It says by its exit code that it found none, or that the process has ended.
  const { stdout } = await exec('xdotool', search).catch(() => ({ stdout: '' }));
  const [dialog] = stdout.trim().split('\n');
  if (!dialog) return false;
  return await press(dialog, key).then(
    () => true,
    // Answered already, and gone since it was found.
    () => false,
  );
}

async function press(window: string, key: string): Promise<void> {
  await exec('xdotool', ['windowfocus', '--sync', window, 'key', key]);
}
