import { runGit } from '../run-git';
import { CHAIN_FORMAT, type ChainStep, toStep } from './line-patches';

/** The checkpoints after `from` up to `to`, oldest first, without what they changed. */
export async function listSteps(root: string, from: string, to: string): Promise<ChainStep[]> {
  const flags = ['--first-parent', '--no-merges', '--reverse', '-z', '--no-show-signature', '--no-notes'];
  const { stdout } = await runGit(
    ['log', ...flags, '--no-decorate', '--no-mailmap', `--format=tformat:${CHAIN_FORMAT}`, `${from}..${to}`],
    { cwd: root, timeoutMs: 0 },
  );
  const texts = stdout.toString('utf8').split('\0');
  return texts.filter((text) => text !== '').map(toStep);
}
