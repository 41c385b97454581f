import { throwIfCancelled } from '../agent-error';
import { decide } from '../modes';
import { diffContent } from '../tool-call';
import type { Turn } from '../turn';
import type { ScannedFile } from '../workspace';
import { count } from './file-commands';

interface ReplaceRequest {
  find: string;
  replacement: string;
  target?: string;
}

interface Tally {
  replacements: number;
  files: number;
  scanned: number;
  skipped: number;
}

/** Finds and replaces literal text, file by file, each in a tool call with its diff. */
export async function replaceInFiles(turn: Turn, request: ReplaceRequest): Promise<void> {
  const { find, replacement, target } = request;
  const where = target ?? 'all files';
  const tally: Tally = { replacements: 0, files: 0, scanned: 0, skipped: 0 };
  const start = { title: `Look for "${find}" in ${where}`, kind: 'search', name: 'replace' } as const;
  await turn.withCall({ ...start, rawInput: { find, replacement, target } }, async (search) => {
    if (decide(turn.session.mode, 'edit') === 'refuse') await turn.permit('edit', search);
    for await (const file of turn.workspace.scan(target, turn.signal)) {
      tally.scanned += 1;
      if (file.kind === 'skipped') tally.skipped += 1;
      else if (file.text.includes(find)) await replaceInFile(turn, file, request, tally);
    }
  });
  await turn.output.say(summary(tally, find, where));
}

async function replaceInFile(
  turn: Turn,
  file: Extract<ScannedFile, { kind: 'text' }>,
  { find, replacement }: ReplaceRequest,
  tally: Tally,
): Promise<void> {
  const old = await turn.workspace.hostText(file.path, file.text);
  const { text, count: replacements } = replaceInText(old, find, replacement);
  throwIfCancelled(turn.signal);
  if (replacements === 0) return;
  const location = { path: file.path.absolute, line: lineOf(old, find) };
  const title = `Replace ${count(replacements, 'time')} in ${file.path.relative}`;
  await turn.withCall({ title, kind: 'edit', name: 'replace', locations: [location] }, async (call) => {
    await turn.workspace.writeText(file.path, text);
    await call.complete([diffContent(file.path, old, text)]);
  });
  tally.replacements += replacements;
  tally.files += 1;
}

/** Replaces every occurrence, from left to right, without looking at what it put in. Pure. */
export function replaceInText(
  text: string,
  find: string,
  replacement: string,
): { text: string; count: number } {
  if (find === '') return { text, count: 0 };
  const parts = text.split(find);
  return { text: parts.join(replacement), count: parts.length - 1 };
}

function lineOf(text: string, find: string): number {
  return text.slice(0, text.indexOf(find)).split('\n').length;
}

function summary(tally: Tally, find: string, where: string): string {
  const skipped = tally.skipped > 0 ? ` Skipped ${count(tally.skipped, 'binary or very large file')}.` : '';
  if (tally.files === 0) {
    const scanned =
      tally.scanned === 0 ? 'No file matches' : `Looked through ${count(tally.scanned, 'file')}`;
    return `\`${find}\` is nowhere in ${where}, so nothing was changed. ${scanned}.${skipped}\n`;
  }
  const done = `Replaced ${count(tally.replacements, 'occurrence')} in ${count(tally.files, 'file')}.`;
  return `${done}${skipped} Review them under Changes.\n`;
}
