import type { Tool, ToolContent } from '../../../../shared/domain/agent-event';

/** Output of commands is shown from its end, where the result is. */
export const TAIL_LINES = 200;
const TAIL_CHARS = 40_000;

export interface Tail {
  text: string;
  /** How many lines stand before it; at least one when anything does. */
  hidden: number;
}

/** The last lines of an output, of at most so many characters. */
export function tailOf(output: string, lines = TAIL_LINES, chars = TAIL_CHARS): Tail {
  const all = stripAnsi(output).replace(/\n+$/, '').split('\n');
  const kept = all.slice(-lines).join('\n');
  const text = kept.slice(-chars);
  const cut = text.length < kept.length || all.length > lines;
  return { text, hidden: cut ? Math.max(1, all.length - text.split('\n').length) : 0 };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with ESC.
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** Text without terminal colour and cursor sequences; a carriage return overwrites its line. */
export function stripAnsi(text: string): string {
  return text
    .replace(ansi, '')
    .replace(/\r\n/g, '\n')
    .replace(/^.*\r(?!$)/gm, '')
    .replace(/\r/g, '');
}

/** True when opening the tool call shows more than its title. */
export function hasDetails(tool: Tool): boolean {
  return (
    tool.content.some(isShown) ||
    tool.locations.length > 0 ||
    tool.rawInput !== undefined ||
    tool.rawOutput !== undefined
  );
}

function isShown(content: ToolContent): boolean {
  if (content.type === 'terminal') return Boolean(content.output) || content.exitCode != null;
  return content.type === 'diff' || content.block.type !== 'text' || content.block.text.trim() !== '';
}

/** A raw value as readable JSON; a string stays as it is. */
export function toJson(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? String(value));
}

/** The inside of a fenced block that is all of a text, also while it is still open; any other text as it is. */
export function withoutFence(text: string): string {
  const open = /^\s*(`{3,}|~{3,})[^\n]*\n/.exec(text);
  if (!open?.[1]) return text;
  const inside = text.slice(open[0].length);
  const close = new RegExp(`(?:^|\\n)[ \\t]*${open[1]}[ \\t]*(\\n|$)`).exec(inside);
  if (!close) return inside;
  const after = inside.slice(close.index + close[0].length);
  return after.trim() === '' ? inside.slice(0, close.index) : text;
}

/** The last line a command has printed so far, for its one-line summary. */
export function lastOutputLine(tool: Tool): string {
  for (const content of tool.content.toReversed()) {
    const output =
      content.type === 'terminal'
        ? content.output
        : content.type === 'content' && content.block.type === 'text'
          ? withoutFence(content.block.text)
          : undefined;
    const last = output && tailOf(output.slice(-2000), 1).text.trim();
    if (last) return last;
  }
  return '';
}

/** A path inside the folder `root` as seen from there; any other as it is. */
export function withinRoot(path: string, root: string | undefined): string {
  if (root === undefined || !path.startsWith(root)) return path;
  const rest = path.slice(root.length);
  return /^[\\/]./.test(rest) ? rest.slice(1) : path;
}
