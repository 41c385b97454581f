import { takeToken } from './tokens';

/** A file's path and text, as `write` and `append` take them. */
export interface FileContent {
  path: string;
  /** Ends in a line break unless empty. */
  content: string;
  rest: string;
}

/**
 * Parses `<path>: text to the end of the line`, `<path>` followed by a fenced block (commands may come after it),
 * or `<path>` followed by lines up to the end of the prompt. Undefined when there is no path or no content.
 */
export function parseFileContent(body: string): FileContent | undefined {
  const header = parseHeader(body);
  if (!header) return undefined;
  const { path, inline, after } = header;
  if (inline !== undefined) return { path, content: `${inline}\n`, rest: after };
  const block = takeFencedBlock(after);
  if (block) return { path, ...block };
  const content = after.replace(/^\n+/, '').trimEnd();
  return content === '' ? undefined : { path, content: `${content}\n`, rest: '' };
}

function parseHeader(body: string): { path: string; inline?: string; after: string } | undefined {
  const end = body.indexOf('\n');
  const line = (end < 0 ? body : body.slice(0, end)).trim();
  const after = end < 0 ? '' : body.slice(end + 1);
  const spaced = /^(?:to\s+)?([^\s":`]+(?: [^\s":`]+)+\.[\w-]+):(.*)$/i.exec(line);
  // "notes/todo list.md: text": a name with spaces is meant when its first word is no file name by itself.
  if (spaced?.[1] && !/\.[\w-]+$/.test(spaced[1].split(' ')[0] ?? '')) {
    const inline = (spaced[2] ?? '').trim();
    return { path: spaced[1], ...(inline !== '' && { inline }), after };
  }
  const token = takeToken(line.replace(/^(?:to\s+)?/i, ''));
  if (!token || token.text === '') return undefined;
  const colon = token.quoted ? -1 : token.text.indexOf(':');
  const path = colon < 0 ? token.text : token.text.slice(0, colon);
  const tail = colon < 0 ? token.rest : token.text.slice(colon + 1) + token.rest;
  if (path === '') return undefined;
  const isMarked = colon >= 0 || /^\s*:/.test(tail);
  const inline = tail.replace(isMarked && colon < 0 ? /^\s*:/ : /^/, '').trim();
  if (inline === '') return { path, after };
  if (isMarked) return { path, inline, after };
  // "write me a poem" is not a file called "me": without a colon the path has to look like one.
  if (!token.quoted && !/[./\\]/.test(path)) return undefined;
  const text = takeToken(inline.replace(/^with\s+/i, ''));
  return { path, inline: text?.quoted && text.rest.trim() === '' ? text.text : inline, after };
}

function takeFencedBlock(text: string): { content: string; rest: string } | undefined {
  const open = /^\s*(`{3,}|~{3,})[^\n]*\n/.exec(text);
  if (!open?.[1]) return undefined;
  const body = text.slice(open[0].length);
  const close = new RegExp(`^[ \\t]*${open[1]}[ \\t]*$`, 'm').exec(body);
  if (!close) return { content: body.endsWith('\n') ? body : `${body}\n`, rest: '' };
  return { content: body.slice(0, close.index), rest: body.slice(close.index + close[0].length) };
}
