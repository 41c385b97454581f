import { objectAccess } from './object-access';
import { PATCH_CONFIG } from './patch-stream';
import { pathKey, splitNul } from './path-bytes';
import { runGit } from './run-git';

/** The files one checkpoint moved or deleted: by `pathKey` of the path each had, the path it got, if any. */
export type Moves = ReadonlyMap<string, Buffer | null>;

/** What the checkpoints after `from` up to `to` moved and deleted, by commit; files are recognised as they are for their lines. */
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
      '--diff-filter=RD',
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
    } else if (field === 'D') {
      const gone = fields[at + 1];
      if (gone) moves.set(pathKey(gone), null);
      at += 1;
    } else if (field !== '') {
      moves = new Map();
      found.set(field, moves);
    }
  }
  return found;
}
