import { commentsOfPrompt } from '../../../shared/domain/comment-prompt';

/** The longest first line of a message, in characters. */
const SUBJECT = 72;
const MAX_PROMPTS = 10;
const MAX_FILES = 10;

export interface DraftInput {
  /** The first line, in git's own words and whole, where it is known; prompts are then left out. */
  subject?: string | undefined;
  sessionTitle: string;
  /** What the turns that made the changes were asked, in order. */
  prompts: readonly string[];
  paths: readonly string[];
  /** `Name <address>` of everybody to credit besides the user. */
  coauthors: readonly string[];
}

/**
 * A commit message to begin with: what was asked for, a line for each turn, and who wrote it. Ends in a line end.
 */
export function draftMessage({
  subject: given,
  sessionTitle,
  prompts,
  paths,
  coauthors,
}: DraftInput): string {
  const credits = [...new Set(coauthors)].map((name) => `Co-authored-by: ${oneLine(name)}`).join('\n');
  if (given) return `${[given, credits].filter(Boolean).join('\n\n')}\n`;
  const asked = [...new Set(prompts.map(request).filter(Boolean))];
  const whole = asked.length === 1 ? (asked[0] ?? '') : oneLine(sessionTitle) || filesLine(paths);
  const subject = shorten(capitalize(whole));
  const others = asked.filter((line) => capitalize(line) !== capitalize(whole));
  const body = asked.length <= 1 ? rest(whole, subject) : bullets(others.map(shortBullet), MAX_PROMPTS);
  const files = asked.length === 0 && paths.length > 1 ? bullets(paths.map(oneLine), MAX_FILES) : '';
  return `${[subject, body, files, credits].filter(Boolean).join('\n\n')}\n`;
}

/** What a turn was asked, in one line: its prompt goes on where its first line does not say enough. */
function request(prompt: string): string {
  const comments = commentsOfPrompt(prompt);
  if (comments)
    return comments.length === 1 ? `address: ${oneLine(comments[0] ?? '')}` : addressed(comments.length);
  const [first = ''] = prompt.trim().split('\n');
  return oneLine(first);
}

function addressed(comments: number): string {
  return `address ${comments} review comments`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function capitalize(text: string): string {
  const [first = '', ...others] = [...text.replace(/[.\s]+$/, '')];
  return first.toUpperCase() + others.join('');
}

/** Ends at a word, with an ellipsis, when the text is too long for one line. */
function shorten(text: string, most = SUBJECT): string {
  if ([...text].length <= most) return text;
  const cut = [...text].slice(0, most - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** The whole of what the subject had to shorten. */
function rest(whole: string, subject: string): string {
  return subject.endsWith('…') && !whole.endsWith('…') ? bullets([whole], 1) : '';
}

/** So that it stands on one line behind its mark. */
function shortBullet(text: string): string {
  return shorten(text, SUBJECT - 2);
}

function bullets(items: readonly string[], most: number): string {
  const lines = items.slice(0, most).map((item) => wrap(item, '- ', '  '));
  if (items.length > most) lines.push(`- and ${items.length - most} more`);
  return lines.join('\n');
}

function wrap(text: string, first: string, indent: string): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    const start = lines.length === 0 ? first : indent;
    if (line !== start && line.length + 1 + word.length > SUBJECT) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line === start ? word : ` ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

function filesLine(paths: readonly string[]): string {
  const [first = 'files'] = paths;
  return paths.length === 1 ? `Update ${oneLine(first)}` : `Update ${paths.length} files`;
}
