import { homedir } from 'node:os';
import { withDeadline } from '../deadline';
import { spawnGroup } from './process-group';

const DEADLINE_MS = 10_000;
const MAX_OUTPUT = 4096;

/** The version a program prints for `--version`; undefined when it says none within ten seconds. */
export async function readVersion(
  path: string,
  env: NodeJS.ProcessEnv,
  deadline = DEADLINE_MS,
): Promise<string | undefined> {
  let output = '';
  try {
    const group = await spawnGroup(path, ['--version'], { cwd: homedir(), env });
    for (const pipe of [group.child.stdin, group.child.stdout, group.child.stderr]) {
      // What matters is what was printed before.
      pipe.on('error', () => undefined);
    }
    group.child.stdin.end();
    group.child.stderr.resume();
    group.child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < MAX_OUTPUT) output += chunk.toString('utf8');
    });
    const closed = new Promise<void>((resolve) => group.child.once('close', () => resolve()));
    await withDeadline(closed, deadline, undefined);
    group.kill('SIGKILL');
  } catch {
    return undefined;
  }
  return /\d+\.\d+(\.\d+)?([-+.][\w.-]+)?/.exec(output)?.[0];
}
