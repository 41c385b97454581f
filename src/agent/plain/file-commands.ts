import { AgentError } from '../agent-error';
import { diffContent, fencedContent } from '../tool-call';
import type { Turn } from '../turn';

const MAX_SHOWN_CHARS = 50_000;
const MAX_LISTED = 1000;

/** Shows a file. */
export async function readFile(turn: Turn, asked: string): Promise<void> {
  const lines = await turn.withCall(
    { title: `Read ${asked}`, kind: 'read', name: 'read', rawInput: { path: asked } },
    async (call) => {
      const path = await turn.workspace.resolve(asked);
      const text = await turn.workspace.readText(path);
      if (text === undefined) throw new AgentError(`There is no ${path.relative}.`);
      const shown = text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}\n…` : text;
      await call.complete([fencedContent(shown)]);
      return countLines(text);
    },
  );
  await turn.output.say(`\`${asked}\` has ${count(lines, 'line')}.\n`);
}

/** Lists a folder. */
export async function listFolder(turn: Turn, asked: string): Promise<void> {
  const entries = await turn.withCall(
    { title: `List ${asked}`, kind: 'read', name: 'list', rawInput: { path: asked } },
    async (call) => {
      const path = await turn.workspace.resolve(asked);
      const names = (await turn.workspace.list(path)).filter((name) => name !== '.git/' && name !== '.git');
      await call.complete([fencedContent(names.slice(0, MAX_LISTED).join('\n'))]);
      return names;
    },
  );
  const left = entries.length > MAX_LISTED ? ` The first ${MAX_LISTED} are shown.` : '';
  await turn.output.say(`${count(entries.length, 'entry', 'entries')} in \`${asked}\`.${left}\n`);
}

/** Writes a file, new or not. */
export async function writeFile(turn: Turn, file: { path: string; content: string }): Promise<void> {
  const isNew = await editFile(turn, 'Write', file.path, () => file.content);
  await turn.output.say(`${isNew ? 'Wrote' : 'Overwrote'} \`${file.path}\`.\n`);
}

/** Adds to the end of a file, starting on a line of its own. */
export async function appendFile(turn: Turn, file: { path: string; content: string }): Promise<void> {
  const isNew = await editFile(turn, 'Append to', file.path, (old) => {
    const gap = old !== '' && !old.endsWith('\n') ? '\n' : '';
    return old + gap + file.content;
  });
  await turn.output.say(`${isNew ? 'Wrote' : 'Added to'} \`${file.path}\`.\n`);
}

/** Deletes a file, link or folder, once allowed. */
export async function deleteEntry(turn: Turn, asked: string): Promise<void> {
  const start = {
    title: `Delete ${asked}`,
    kind: 'delete',
    name: 'delete',
    rawInput: { path: asked },
  } as const;
  await turn.withCall(start, async (call) => {
    const path = await turn.workspace.resolveEntry(asked);
    await turn.permit('delete', call, { key: 'delete', label: 'Always allow deleting in this session' });
    await call.begin({ ...start, locations: [{ path: path.absolute }] });
    await turn.workspace.remove(path);
  });
  await turn.output.say(`Deleted \`${asked}\`.\n`);
}

/** Renames or moves a file or folder. */
export async function renameEntry(turn: Turn, { from, to }: { from: string; to: string }): Promise<void> {
  const title = `Rename ${from} to ${to}`;
  const start = { title, kind: 'move', name: 'rename', rawInput: { from, to } } as const;
  await turn.withCall(start, async (call) => {
    await turn.permit('edit', call);
    const entry = await turn.workspace.resolveEntry(from);
    const target = await turn.workspace.resolve(to);
    await call.begin({ ...start, locations: [{ path: entry.absolute }, { path: target.absolute }] });
    await turn.workspace.move(entry, to);
  });
  await turn.output.say(`Renamed \`${from}\` to \`${to}\`.\n`);
}

/** Edits one file in a tool call that shows its diff; returns whether the file is new. */
async function editFile(
  turn: Turn,
  act: string,
  asked: string,
  change: (old: string) => string,
): Promise<boolean> {
  const start = { title: `${act} ${asked}`, kind: 'edit', name: 'write', rawInput: { path: asked } } as const;
  return turn.withCall(start, async (call) => {
    const path = await turn.workspace.resolve(asked);
    await turn.permit('edit', call);
    const old = await turn.workspace.readText(path);
    const next = change(old ?? '');
    await call.begin({ ...start, locations: [{ path: path.absolute }] });
    await turn.workspace.writeText(path, next);
    await call.complete([diffContent(path, old, next)]);
    return old === undefined;
  });
}

function countLines(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}

/** `1 file`, `3 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
