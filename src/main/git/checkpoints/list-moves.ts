import { objectAccess } from '../object-access';
import { pathKey, splitNul } from '../path-bytes';
import { runGit } from '../run-git';
import { PATCH_CONFIG } from './patch-stream';

/** What became of files in one checkpoint: by `pathKey` of a path, where its file went, null for nowhere; its own path where a file is new. */
export type Moves = ReadonlyMap<string, Buffer | null>;

/** Which files came, moved and went from `from` to `to`, by checkpoint; they are recognised as they are for their lines. */
export async function listMoves(root: string, from: string, to: string): Promise<Map<string, Moves>> {
  const access = await objectAccess(root);
  const flags = ['--first-parent', '--no-merges', '-z', '--no-show-signature', '--no-notes', '--no-decorate'];
  const { stdout } = await runGit(
    [
      'log',
      ...flags,
      '--name-status',
      '--find-renames=50%',
      '-l1000',
      '--diff-filter=RDA',
      '--format=tformat:%H',
      `${from}..${to}`,
    ],
    { ...access, config: { ...access.config, ...PATCH_CONFIG, 'log.follow': 'false' }, timeoutMs: 0 },
  );
  const found = new Map<string, Map<string, Buffer | null>>();
  let moves = new Map<string, Buffer | null>();
  const fields = splitNul(stdout);
  for (let at = 0; at < fields.length; at++) {
    const field = String(fields[at]).trim();
    if (/^R\d+$/.test(field)) {
      const [before, after] = [fields[at + 1], fields[at + 2]];
      if (before && after) moves.set(pathKey(before), after);
      at += 2;
    } else if (field === 'D' || field === 'A') {
      const path = fields[at + 1];
      if (path) moves.set(pathKey(path), field === 'A' ? path : null);
      at += 1;
    } else if (field !== '') {
      moves = new Map();
      found.set(field, moves);
    }
  }
  return found;
}
