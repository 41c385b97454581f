import type { Author } from '../../shared/domain/change';
import { readCheckpointMessage } from './checkpoint-message';
import { type NamedPath, splitNul, toNamedPath } from './path-bytes';
import { runGit } from './run-git';

/** One path a checkpoint changed, with its blob before and after (zeros where absent). */
export interface TouchedPath extends NamedPath {
  oldMode: string;
  newMode: string;
  oldOid: string;
  newOid: string;
}

export interface ChainEntry {
  commit: string;
  author: Author;
  /** Milliseconds since the epoch. */
  at: number;
  touched: TouchedPath[];
}

/**
 * The checkpoints after `from` (the session's base, or any checkpoint) up to `to`, newest first, with what each
 * touched. To credit a pending file: take entries that touch it, newest first, and stop after the first whose
 * old side equals what is accepted; the file was undisputed before that.
 */
export async function chainLog(repository: string, from: string, to: string): Promise<ChainEntry[]> {
  const { stdout } = await runGit(
    [
      'log',
      '-z',
      '--first-parent',
      '--no-merges',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--no-color',
      '--no-show-signature',
      '--no-notes',
      '--no-decorate',
      '--no-mailmap',
      '--ignore-submodules=none',
      '-O/dev/null',
      '--format=tformat:commit %H %ct%n%B',
      `${from}..${to}`,
    ],
    { cwd: repository, config: { 'log.follow': 'false' } },
  );
  const entries: ChainEntry[] = [];
  const fields = splitNul(stdout);
  for (let at = 0; at < fields.length; at++) {
    const text = fields[at]?.toString('latin1').replace(/^\n/, '') ?? '';
    if (text.startsWith('commit ')) entries.push(toEntry(fields[at]?.toString('utf8') ?? ''));
    else if (text.startsWith(':')) entries.at(-1)?.touched.push(toTouched(text, fields[++at]));
  }
  return entries;
}

function toEntry(text: string): ChainEntry {
  const [heading = '', ...message] = text.replace(/^\n/, '').split('\n');
  const [, commit = '', seconds = '0'] = heading.split(' ');
  return {
    commit,
    author: readCheckpointMessage(message.join('\n')),
    at: Number(seconds) * 1000,
    touched: [],
  };
}

function toTouched(text: string, path: Buffer | undefined): TouchedPath {
  const [oldMode = '', newMode = '', oldOid = '', newOid = ''] = text.slice(1).split(' ');
  return { ...toNamedPath(path ?? Buffer.alloc(0)), oldMode, newMode, oldOid, newOid };
}
