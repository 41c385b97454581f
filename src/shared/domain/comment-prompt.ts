import type { ReviewComment } from './comment';

export type PromptComment = Pick<
  ReviewComment,
  'path' | 'side' | 'range' | 'quote' | 'quoteCut' | 'outdated' | 'text'
>;

const LEAD = 'Review comments on changes in this worktree. Please address';
const LEAD_LINE = new RegExp(`^${LEAD} (it|all \\d+)\\.`);
const WHOLE = 'the whole file';
const HEADING = /^## (\d+)\. (.*)$/;

/** The prompt that sends comments back: place, code and text of each, in the order of the files. */
export function commentPrompt(comments: readonly PromptComment[]): string {
  const ordered = [...comments].sort(
    (a, b) => compare(a.path, b.path) || (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0),
  );
  const lead = ordered.length === 1 ? `${LEAD} it.` : `${LEAD} all ${ordered.length}.`;
  return [lead, ...ordered.map((comment, index) => section(comment, index + 1))].join('\n\n');
}

/** A comment as a prompt says it. */
export interface SentComment {
  /** Empty for words that were put before all comments while the prompt waited. */
  path: string;
  /** Which lines are meant, in words: `lines 3-4`, `the whole file`. */
  lines: string;
  /** The lines as they were; null where the file as a whole is meant. */
  quote: string | null;
  text: string;
}

/** The texts of the comments a prompt of `commentPrompt` sends; null when it is another prompt. */
export function commentsOfPrompt(prompt: string): string[] | null {
  return readCommentPrompt(prompt)?.map(({ text }) => text) ?? null;
}

/** What a prompt of `commentPrompt` says, comment by comment; null when it is another prompt. */
export function readCommentPrompt(prompt: string): SentComment[] | null {
  const lines = prompt.replace(/\r\n/g, '\n').split('\n');
  if (!lines[0]?.startsWith(LEAD)) return null;
  const before: SentComment = { path: '', lines: '', quote: null, text: lines[0].replace(LEAD_LINE, '') };
  const comments: SentComment[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const [, number, place = ''] = HEADING.exec(lines[at] ?? '') ?? [];
    if (number !== String(comments.length + 1)) {
      (comments.at(-1) ?? before).text += `\n${lines[at]}`;
      continue;
    }
    const where = readPlace(place);
    // Code that a comment on a whole file begins with is what was said.
    const fence = where.lines === WHOLE ? undefined : /^`{3,}$/.exec(lines[at + 2] ?? '')?.[0];
    const end = fence === undefined ? at : lines.indexOf(fence, at + 3);
    const quote = end > at ? lines.slice(at + 3, end).join('\n') : null;
    comments.push({ ...where, quote, text: '' });
    if (end > at) at = end;
  }
  const all = before.text.trim() === '' ? comments : [before, ...comments];
  return all.map((comment) => ({ ...comment, text: comment.text.trim() }));
}

function readPlace(place: string): Pick<SentComment, 'path' | 'lines'> {
  const [, , padded = place, lines = ''] = /^(`+)(.*?)(?<!`)\1(?!`), (.*)$/.exec(place) ?? [];
  return { path: padded.replace(/^ (`.*|.*`) $/, '$1'), lines };
}

function section(comment: PromptComment, number: number): string {
  const { quote, quoteCut, range } = comment;
  const parts = [`## ${number}. ${placeOf(comment)}`];
  if (range) {
    const fence = fenceFor(quote);
    parts.push(`${fence}\n${quote}${quoteCut ? '\n[more lines, not quoted]' : ''}\n${fence}`);
  }
  return [...parts, closed(comment.text.trim())].join('\n\n');
}

function placeOf({ path, side, range, outdated }: PromptComment): string {
  const file = inlineCode(path);
  if (!range) return `${file}, ${WHOLE}`;
  const [first, last] = range;
  const lines = first === last ? `line ${first}` : `lines ${first}-${last}`;
  if (side === 'old') return `${file}, removed ${lines} (numbered as before the change)`;
  return `${file}, ${lines}${outdated ? ' (as they were then; they have changed since)' : ''}`;
}

/** A path on one line whatever is in it: git allows line breaks and backquotes. */
function inlineCode(path: string): string {
  const text = path.replace(/[\p{Cc}\u2028\u2029]/gu, (char) => JSON.stringify(char).slice(1, -1));
  const ticks = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

/** A fence that nothing in the text can close. */
function fenceFor(text: string): string {
  return '`'.repeat(Math.max(3, longestRun(text) + 1));
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** The text with a code block that was left open closed, so that it does not swallow the comments after it. */
function closed(text: string): string {
  let open: string | null = null;
  for (const line of text.split('\n')) {
    const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (!fence?.[1]) continue;
    if (open === null) open = fence[1];
    else if (fence[1].startsWith(open) && fence[2]?.trim() === '') open = null;
  }
  return open === null ? text : `${text}\n${open}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
