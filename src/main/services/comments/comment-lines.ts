import type { FileDiff, LineRange } from '../../../shared/domain/change';
import type { CommentSide } from '../../../shared/domain/comment';
import type { AgentId } from '../../../shared/domain/ids';

const MAX_LINES = 200;
const MAX_CHARACTERS = 8_000;

/** The beginning of some lines, as long as a prompt can take for each of many comments. */
export function quoteOf(lines: readonly string[]): { quote: string; quoteCut: boolean } {
  const whole = lines.slice(0, MAX_LINES).join('\n');
  const quote = whole.slice(0, MAX_CHARACTERS);
  return { quote, quoteCut: lines.length > MAX_LINES || quote.length < whole.length };
}

/**
 * The agent that wrote most of these lines, of two the one that comes first; null when somebody else wrote them,
 * undefined when nobody changed any of them.
 */
export function agentOfLines(
  diff: FileDiff,
  side: CommentSide,
  [first, last]: LineRange,
): AgentId | null | undefined {
  if (diff.kind !== 'text') return undefined;
  const counts = new Map<AgentId, number>();
  let isKnown = false;
  for (const { lines } of diff.hunks) {
    for (const { type, oldLine, newLine, credit } of lines) {
      const number = side === 'old' ? oldLine : newLine;
      if (type === 'context' || number === undefined || number < first || number > last) continue;
      const author = credit === undefined ? undefined : diff.credits?.[credit]?.author;
      if (author && author.kind !== 'unknown') isKnown = true;
      if (author?.kind === 'agent') counts.set(author.agent, (counts.get(author.agent) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? (isKnown ? null : undefined);
}
