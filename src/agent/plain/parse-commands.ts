import { COMMANDS, type Command, findVerb, type Verb } from './command';
import { parseFileContent } from './parse-content';
import { afterKeyword, takeOnly, takeToken } from './tokens';

export type ParsedPrompt =
  | { kind: 'commands'; commands: Command[] }
  /** No line of it is a command. */
  | { kind: 'unknown' }
  /** Some of it is a command and something is wrong; a complete sentence. */
  | { kind: 'problem'; message: string };

type Parsed = { command: Command; rest: string } | { problem: string } | undefined;

/**
 * Parses a prompt into commands: one per line, or joined by "then". A leading slash before a verb is optional.
 * Pure. Nothing is returned to run unless every line of the prompt is understood.
 */
export function parseCommands(prompt: string): ParsedPrompt {
  const commands: Command[] = [];
  let rest = prompt.replace(/\r\n/g, '\n').trimStart();
  while (rest !== '') {
    const parsed = parseOne(rest);
    if (!parsed) {
      if (commands.length === 0) return { kind: 'unknown' };
      const line = rest.split('\n')[0]?.trim();
      return { kind: 'problem', message: `"${line}" is not a command I know, so nothing was done.` };
    }
    if ('problem' in parsed) return { kind: 'problem', message: parsed.problem };
    commands.push(parsed.command);
    rest = parsed.rest.trimStart();
  }
  return commands.length > 0 ? { kind: 'commands', commands } : { kind: 'unknown' };
}

/** Whether a prompt asks for a plain command by its slash name; how commands are reached beside a model. */
export function isSlashCommand(prompt: string): boolean {
  const word = /^\s*\/(\S+)/.exec(prompt)?.[1];
  return word !== undefined && findVerb(word) !== undefined;
}

function parseOne(text: string): Parsed {
  const start = /^(?:(?:and\s+)?then\s+)?\/?([\w?]+)(:?)(?=\s|$)/i.exec(text);
  const verb = start?.[1] && findVerb(start[1]);
  if (!start || !verb) return undefined;
  const body = text.slice(start[0].length);
  if (verb === 'write' || verb === 'append') {
    const joined = takeLine(body, isProse);
    const file = parseFileContent(joined.isJoined ? joined.line : body);
    if (!file) return { problem: usage(verb) };
    const { path, content, rest } = file;
    return { command: { verb, path, content }, rest: joined.isJoined ? joined.rest : rest };
  }
  const { line, rest } = takeLine(body);
  if (takesNothing(verb) && line.trim() !== '') return undefined;
  const command = parseLine(verb, line.trim());
  return command ? { command, rest } : { problem: usage(verb) };
}

/** "error in my code" is prose, not the command that takes nothing. */
function takesNothing(verb: Verb): boolean {
  return COMMANDS[verb].hint === undefined && verb !== 'help';
}

/** Of what follows a "then" in the text of a file: whether it goes on with that text. */
function isProse(verb: Verb, after: string): boolean {
  return takesNothing(verb) && takeLine(after).line.trim() !== '';
}

function parseLine(verb: Exclude<Verb, 'write' | 'append'>, args: string): Command | undefined {
  switch (verb) {
    case 'replace':
      return parseReplace(args);
    case 'search':
      return parseSearch(args);
    case 'rename':
      return parseRename(args);
    case 'run':
      return args === '' ? undefined : { verb, command: unwrapCode(args) };
    case 'slow':
      return parseSlow(args);
    case 'list': {
      if (args === '') return { verb };
      const path = takeOnly(args);
      return path === undefined ? undefined : { verb, path };
    }
    case 'read':
    case 'delete': {
      const path = takeOnly(args);
      return path === undefined ? undefined : { verb, path };
    }
    default:
      return { verb };
  }
}

function parseReplace(args: string): Command | undefined {
  const find = takeToken(args);
  const afterWith = find && (afterKeyword(find.rest, 'with') ?? afterKeyword(find.rest, 'by'));
  const replacement = afterWith === undefined ? undefined : takeToken(afterWith);
  if (!find || find.text === '' || !replacement) return undefined;
  const target = parseTarget(replacement.rest);
  return target && { verb: 'replace', find: find.text, replacement: replacement.text, ...target };
}

function parseSearch(args: string): Command | undefined {
  const token = takeToken(args.replace(/^for\s+/i, ''));
  if (!token || token.text === '') return undefined;
  const target = parseTarget(token.rest);
  if (target) return { verb: 'search', find: token.text, ...target };
  if (token.quoted) return undefined;
  const unquoted = /^(?<find>.+?)(?:\s+in\s+(?<target>\S+))?$/i.exec(args)?.groups;
  if (!unquoted?.find) return undefined;
  return { verb: 'search', find: unquoted.find, ...(unquoted.target ? { target: unquoted.target } : {}) };
}

/** `in <path or glob>` or nothing; undefined when something else follows. */
function parseTarget(text: string): { target?: string } | undefined {
  if (text.trim() === '') return {};
  const after = afterKeyword(text, 'in');
  if (after === undefined) return undefined;
  const target = takeOnly(after);
  if (target === undefined) return undefined;
  return /^(all files|everything|everywhere)$/i.test(target) ? {} : { target };
}

function parseRename(args: string): Command | undefined {
  const from = takeToken(args);
  const after = from && afterKeyword(from.rest, 'to');
  const to = after === undefined ? undefined : takeOnly(after);
  return from && to !== undefined && from.text !== '' ? { verb: 'rename', from: from.text, to } : undefined;
}

function parseSlow(args: string): Command | undefined {
  const lines = args === '' ? 10 : Number(args);
  return Number.isInteger(lines) && lines >= 1 ? { verb: 'slow', lines: Math.min(lines, 600) } : undefined;
}

/** A command given in backquotes, as people paste them. */
function unwrapCode(text: string): string {
  return /^`([^`]+)`$/.exec(text)?.[1] ?? text;
}

/**
 * Cuts a line off, at its end or before a "then" that is followed by a command and is not shell or quoted text, nor what
 * `isText` says is no command.
 */
function takeLine(
  text: string,
  isText: (verb: Verb, after: string) => boolean = () => false,
): { line: string; rest: string; isJoined: boolean } {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  const after = end < 0 ? '' : text.slice(end + 1);
  for (const match of line.matchAll(/(,\s*and|,|\band)?\s+then\s+\/?([\w?]+)(?=\s|$)/gi)) {
    const before = line.slice(0, match.index);
    const isShell = before.trimEnd().endsWith(';');
    const verb = findVerb(match[2] ?? '');
    if (isShell || !verb || endsInsideQuotes(before)) continue;
    if (isText(verb, line.slice(match.index + match[0].length))) continue;
    const rest = `${line.slice(match.index).replace(/^(,\s*and|,|\s*and)/i, '')}\n${after}`;
    return { line: before, rest, isJoined: true };
  }
  return { line, rest: after, isJoined: false };
}

function endsInsideQuotes(text: string): boolean {
  let close: string | undefined;
  for (const char of text.replace(/\\./g, '')) {
    if (close === undefined) close = { '"': '"', '`': '`', '“': '”' }[char];
    else if (char === close) close = undefined;
  }
  return close !== undefined;
}

function usage(verb: Verb): string {
  return `I could not read that. Write it like this: \`${COMMANDS[verb].usage}\`.`;
}
