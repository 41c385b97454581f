import { methods, RequestError } from '@agentclientprotocol/sdk';
import { AppError } from '../../../../shared/errors';
import type { AgentSessionHandle, EnsureSessionOpts } from '../../agent-backend';
import { isAuthRequired } from './agent-errors';
import { listOf, recordOf, stringOf } from './json';
import type { LiveAgent } from './live-agent';
import type { SessionEvents } from './session-events';

const { session } = methods.agent;
/** Longest wait for a replay to end, in milliseconds. */
const REPLAY_LIMIT_MS = 3000;
const LIST_PAGES = 40;

/**
 * Opens a new conversation, or brings back `resumeId`: by session/resume where the agent can, else by
 * session/load. Throws AppError `agent.context-lost` when the agent cannot or does not bring it back, and
 * other `agent.*` errors for what is not about the conversation.
 */
export async function openSession(
  live: LiveAgent,
  events: SessionEvents,
  opts: Pick<EnsureSessionOpts, 'cwd' | 'resumeId'>,
): Promise<AgentSessionHandle> {
  const { cwd, resumeId } = opts;
  return resumeId === undefined ? openNew(live, events, cwd) : bringBack(live, events, cwd, resumeId);
}

async function openNew(live: LiveAgent, events: SessionEvents, cwd: string): Promise<AgentSessionHandle> {
  const answer = await live.ask(session.new, { cwd, mcpServers: [] }, live.deadlines.open).catch((error) => {
    throw live.refusal(error, `${live.agent.name} did not open a conversation.`);
  });
  const nativeSessionId = stringOf(recordOf(answer).sessionId);
  if (!nativeSessionId) {
    throw new AppError(
      'agent.protocol',
      `${live.agent.name} opened a conversation without naming it.`,
      'Update the agent, or use another one.',
    );
  }
  takeAnswer(events, answer);
  events.open(nativeSessionId, false);
  return { nativeSessionId, restoration: 'new' };
}

async function bringBack(
  live: LiveAgent,
  events: SessionEvents,
  cwd: string,
  resumeId: string,
): Promise<AgentSessionHandle> {
  const ways = [
    ...(live.can('resume') ? [{ method: session.resume, restoration: 'resumed' as const }] : []),
    ...(live.capabilities.loadSession === true
      ? [{ method: session.load, restoration: 'loaded' as const }]
      : []),
  ];
  events.open(resumeId, true);
  let refusal: RequestError | undefined;
  for (const { method, restoration } of ways) {
    try {
      const params = { sessionId: resumeId, cwd, mcpServers: [] };
      const answer = await live.ask(method, params, live.deadlines.open);
      // Gemini replays after it has answered.
      if (restoration === 'loaded') await events.quiet(live.deadlines.replayQuiet, REPLAY_LIMIT_MS);
      takeAnswer(events, answer);
      return { nativeSessionId: resumeId, restoration };
    } catch (error) {
      if (isAuthRequired(error)) throw live.refusal(error, '');
      if (!(error instanceof RequestError)) throw asContextLost(error);
      refusal = error;
    }
  }
  throw await notBroughtBack(live, cwd, resumeId, refusal);
}

/** Agents refuse an unknown conversation with several codes, so the list decides where there is one. */
async function notBroughtBack(
  live: LiveAgent,
  cwd: string,
  resumeId: string,
  refusal: RequestError | undefined,
): Promise<unknown> {
  const { name } = live.agent;
  if (!refusal) {
    return new AppError(
      'agent.context-lost',
      `${name} cannot bring back earlier conversations.`,
      'Start a new one; what was said before stays in the transcript.',
    );
  }
  if (live.can('list') && (await isListed(live, cwd, resumeId))) {
    const message = `${name} still has the earlier conversation but could not open it.`;
    return asContextLost(live.refusal(refusal, message));
  }
  return new AppError(
    'agent.context-lost',
    `${name} no longer has the earlier conversation.`,
    'Start a new one; what was said before stays in the transcript.',
    `${refusal.code} ${refusal.message}`,
  );
}

/** An agent's failure while it brought a conversation back; another kind of error stays as it is. */
function asContextLost(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError('agent.context-lost', error.message, error.hint, error.detail);
}

async function isListed(live: LiveAgent, cwd: string, resumeId: string): Promise<boolean> {
  let cursor: string | undefined;
  for (let page = 0; page < LIST_PAGES; page++) {
    let answer: unknown;
    try {
      answer = await live.ask(session.list, { cwd, ...(cursor && { cursor }) }, live.deadlines.open);
    } catch (error) {
      // An agent that cannot list after all leaves only its refusal to go by.
      if (error instanceof RequestError) return false;
      throw error;
    }
    const { sessions, nextCursor } = recordOf(answer);
    if (listOf(sessions).some((item) => recordOf(item).sessionId === resumeId)) return true;
    cursor = stringOf(nextCursor);
    if (!cursor) return false;
  }
  return false;
}

function takeAnswer(events: SessionEvents, answer: unknown): void {
  if (events.config.takeAnswer(answer)) events.sayConfig();
}
