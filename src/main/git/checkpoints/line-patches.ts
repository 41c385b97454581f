import type { Author } from '../../../shared/domain/change';
import { objectAccess } from '../object-access';
import type { NamedPath } from '../path-bytes';
import { runGit } from '../run-git';
import { type Return, readCheckpointMessage } from './checkpoint-message';
import { type FilePatch, PATCH_CONFIG, PATCH_FLAGS, PatchStream } from './patch-stream';

/** One checkpoint, as it stands on the chain. */
export interface ChainStep extends Return {
  commit: string;
  parent: string;
  author: Author;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What git prints of a checkpoint, for `toStep`. */
export const CHAIN_FORMAT = 'commit %H %P %ct%n%B';

/** More paths than this are not named on the command line: everything is compared then. */
const MAX_NAMED_BYTES = 60_000;

/**
 * What differs between two trees or commits, line by line, renames found. With `only`, no more than these paths
 * need to be answered; a renamed one is found when both its paths are among them. `flags` come after the usual ones.
 */
export async function readLinePatches(
  root: string,
  from: string,
  to: string,
  only?: readonly NamedPath[],
  flags: readonly string[] = [],
): Promise<FilePatch[]> {
  const files: FilePatch[] = [];
  if (only?.length === 0) return files;
  const access = await objectAccess(root);
  const stream = new PatchStream({ file: (patch) => files.push(patch) });
  await runGit(['diff-tree', '-r', ...PATCH_FLAGS, ...flags, from, to, ...named(only)], {
    ...access,
    env: { ...access.env, GIT_LITERAL_PATHSPECS: '1' },
    config: { ...access.config, ...PATCH_CONFIG },
    timeoutMs: 0,
    onStdout: (chunk) => stream.write(chunk),
  });
  stream.end();
  return files;
}

/** The arguments that leave out other paths, where that can be said on a command line. */
export function named(only: readonly NamedPath[] | undefined): string[] {
  if (!only || only.some(({ pathBytes }) => pathBytes !== undefined)) return [];
  const paths = only.map(({ path }) => path);
  return paths.reduce((bytes, path) => bytes + path.length + 1, 0) > MAX_NAMED_BYTES ? [] : ['--', ...paths];
}

/**
 * Reads the checkpoints after `from` up to `to`, oldest first, as git prints them. `onFile` gets what each did, and the
 * checkpoint it belongs to; a checkpoint that changed nothing is not told of.
 */
export async function readChain(
  root: string,
  from: string,
  to: string,
  onFile: (step: ChainStep, patch: FilePatch) => void,
): Promise<void> {
  const access = await objectAccess(root);
  let step: ChainStep | undefined;
  const stream = new PatchStream({
    commit: (text) => {
      step = toStep(text);
    },
    file: (patch) => {
      if (step) onFile(step, patch);
    },
  });
  await runGit(
    [
      'log',
      '--first-parent',
      '--no-merges',
      '--reverse',
      ...PATCH_FLAGS,
      '--no-show-signature',
      '--no-notes',
      '--no-decorate',
      '--no-mailmap',
      `--format=tformat:${CHAIN_FORMAT}`,
      `${from}..${to}`,
    ],
    {
      ...access,
      config: { ...access.config, ...PATCH_CONFIG, 'log.follow': 'false' },
      timeoutMs: 0,
      onStdout: (chunk) => stream.write(chunk),
    },
  );
  stream.end();
}

/** Reads what `CHAIN_FORMAT` prints of one checkpoint. */
export function toStep(text: string): ChainStep {
  const [heading = '', ...message] = text.split('\n');
  const [, commit = '', parent = '', seconds = '0'] = heading.split(' ');
  return { commit, parent, ...readCheckpointMessage(message.join('\n')), at: Number(seconds) * 1000 };
}
