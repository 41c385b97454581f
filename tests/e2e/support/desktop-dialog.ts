import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Waits for a native dialog of process `pid`, and presses Return in it as a person who has read it does. */
export async function answerDialog(pid: number): Promise<void> {
  const search = ['search', '--sync', '--onlyvisible', '--pid', String(pid)];
  const { stdout } = await exec('xdotool', search);
  const [dialog] = stdout.trim().split('\n');
  if (!dialog) throw new Error(`Process ${pid} shows no dialog`);
  await exec('xdotool', ['windowfocus', '--sync', dialog, 'key', 'Return']);
}
