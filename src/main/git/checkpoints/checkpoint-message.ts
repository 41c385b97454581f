import type { Author } from '../../../shared/domain/change';
import { agentId, turnId } from '../../../shared/domain/ids';
import type { Identity } from '../user-identity';

/** In whose name checkpoints are committed: never the user's, so that nobody takes them for their work. */
export const COPPICE: Identity = { name: 'Coppice', email: 'coppice@localhost' };

/** The name git shows as a checkpoint's author. */
export function checkpointIdentity(author: Author): Identity {
  if (author.kind === 'agent') return { name: author.agent, email: `${author.agent}@agents.localhost` };
  return author.kind === 'user'
    ? { name: 'user', email: 'user@localhost' }
    : { name: 'unknown', email: 'unknown@localhost' };
}

/** What a checkpoint that was not simply worked up to brings back. */
export interface Return {
  /** The earlier checkpoint whose files these are. */
  asOf?: string | undefined;
  /** Later ones that lines of them are from, too. */
  alsoOf?: readonly string[] | undefined;
  /** The checkpoint of the decision that is undone by it. */
  undoes?: string | undefined;
}

/** A checkpoint's commit message; its trailers are what `readCheckpointMessage` reads back. */
export function checkpointMessage(
  sessionId: string,
  author: Author,
  label: string,
  { asOf, alsoOf, undoes }: Return = {},
): string {
  const who = author.kind === 'agent' ? `agent ${author.agent}` : author.kind;
  const lines = [`Session: ${sessionId}`, `Author: ${who}`];
  if (author.kind === 'agent' && author.turnId) lines.push(`Turn: ${author.turnId}`);
  if (asOf) lines.push(`As-of: ${asOf}`);
  if (alsoOf && alsoOf.length > 0) lines.push(`Also-of: ${alsoOf.join(' ')}`);
  if (undoes) lines.push(`Undoes: ${undoes}`);
  return `${label.replace(/\s+/g, ' ').trim() || 'Checkpoint'}\n\n${lines.join('\n')}\n`;
}

/** Who a checkpoint's message says made it (`unknown` for one that does not say), and what it brings back. */
export function readCheckpointMessage(message: string): Return & { author: Author } {
  const trailers = new Map(
    message.split('\n').flatMap((line) => {
      const match = /^(Author|Turn|As-of|Also-of|Undoes): (.+)$/.exec(line);
      return match?.[1] && match[2] ? [[match[1], match[2]] as const] : [];
    }),
  );
  const [asOf, undoes] = [trailers.get('As-of'), trailers.get('Undoes')];
  return { author: readAuthor(trailers), asOf, alsoOf: trailers.get('Also-of')?.split(' '), undoes };
}

function readAuthor(trailers: ReadonlyMap<string, string>): Author {
  const author = trailers.get('Author');
  if (author === 'user') return { kind: 'user' };
  const agent = agentId.safeParse(author?.replace(/^agent /, ''));
  if (!author?.startsWith('agent ') || !agent.success) return { kind: 'unknown' };
  const turn = turnId.safeParse(trailers.get('Turn'));
  return { kind: 'agent', agent: agent.data, ...(turn.success && { turnId: turn.data }) };
}
