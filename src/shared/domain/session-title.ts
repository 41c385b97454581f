/** What a session is called that began without a prompt, until it gets one. */
export const UNTITLED = 'Untitled session';

/** A session's title from its first prompt: the first line, cut at a word. */
export function titleFrom(prompt: string, max = 60): string {
  const line = prompt.trim().split('\n')[0]?.trim().replace(/\s+/g, ' ') ?? '';
  if (line.length <= max) return line;
  const cut = line.slice(0, max);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > max / 2 ? space : max).trimEnd()}…`;
}
