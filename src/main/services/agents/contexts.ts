import { setImmediate as nextTick } from 'node:timers/promises';
import type { ContextDecision } from '../../../shared/domain/agent-event';
import type { ContentBlock } from '../../../shared/domain/content';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import { type Entry, emptyTranscript, reduceTranscript } from '../../../shared/domain/transcript';
import type { Turn } from '../../../shared/domain/turn';
import { AppError } from '../../../shared/errors';
import type { Store } from '../../store/store';
import type { EventLog } from '../events/event-log';
import { SUMMARY_LIMIT, summarizeConversation } from './summarize-conversation';

export interface ContextsDeps {
  store: Pick<Store, 'agentSessions' | 'events' | 'turns' | 'transaction'>;
  eventLog: Pick<EventLog, 'say' | 'flush'>;
  agentName(agent: AgentId): string;
  /** Called after the user decided: what waited for it may go on. */
  onDecided(sessionId: SessionId, agent: AgentId): void;
}

/** Events per page that a summary is made from, and how many pages at most. */
const PAGE = 400;
const PAGES = 10;

/**
 * Whether agents still have their conversations. When one cannot be brought back nothing is sent to the agent until
 * the user has decided how to go on; both are on disk, so that a restart asks no second time.
 */
export class Contexts {
  readonly #deps: ContextsDeps;
  readonly #lost: Set<string>;

  constructor(deps: ContextsDeps) {
    this.#deps = deps;
    const lost = deps.store.agentSessions.listLost();
    this.#lost = new Set(lost.map(({ sessionId, agent }) => keyOf(sessionId, agent)));
  }

  /** True while the user has to decide about the agent's earlier conversation. */
  isLost(sessionId: SessionId, agent: AgentId): boolean {
    return this.#lost.has(keyOf(sessionId, agent));
  }

  /** True while the user has to decide about any agent of the session. */
  hasLost(sessionId: SessionId): boolean {
    return [...this.#lost].some((key) => key.startsWith(`${sessionId}:`));
  }

  /** The conversation to bring back; undefined for a new one. Throws `agent.context-lost` while the user has to decide. */
  toBringBack(sessionId: SessionId, agent: AgentId): string | undefined {
    const row = this.#deps.store.agentSessions.find(sessionId, agent);
    if (row?.context === 'lost') throw this.#undecided(agent);
    return row?.context === 'fresh' || row?.context === 'summary' ? undefined : row?.nativeSessionId;
  }

  /**
   * Notes that a conversation could not be brought back, and answers what is thrown for it; undefined for one in
   * which nothing was said, which is no loss.
   */
  lose(sessionId: SessionId, agent: AgentId, nativeSessionId: string, error: AppError): AppError | undefined {
    const { store, eventLog } = this.#deps;
    if (!store.turns.hasSent(sessionId, agent)) return undefined;
    const reason = error.detail ? `${error.message}\n${error.detail}` : error.message;
    // The question first: without it nobody could answer what is waited for.
    eventLog.say({ sessionId, agent }, { kind: 'context_lost', nativeSessionId, reason });
    store.agentSessions.setContext(sessionId, agent, 'lost');
    this.#lost.add(keyOf(sessionId, agent));
    return this.#undecided(agent);
  }

  /** Takes the user's decision. Throws `not-found` when there is nothing to decide. */
  decide(sessionId: SessionId, agent: AgentId, decision: ContextDecision): void {
    const { store, eventLog } = this.#deps;
    if (!this.isLost(sessionId, agent)) {
      throw new AppError('not-found', 'This was decided already.');
    }
    store.agentSessions.setContext(sessionId, agent, decision === 'retry' ? undefined : decision);
    this.#lost.delete(keyOf(sessionId, agent));
    eventLog.say({ sessionId, agent }, { kind: 'context_decided', decision });
    this.#deps.onDecided(sessionId, agent);
  }

  /** Notes that the agent's conversation is open. The one it had before stays named in the store. */
  opened(sessionId: SessionId, agent: AgentId, nativeSessionId: string): void {
    const { store } = this.#deps;
    store.transaction(() => {
      const { context } = store.agentSessions.get(sessionId, agent);
      store.agentSessions.setNativeId(sessionId, agent, nativeSessionId);
      if (context === 'fresh') store.agentSessions.setContext(sessionId, agent, undefined);
      if (context === 'summary') store.agentSessions.setContext(sessionId, agent, 'summary-due');
    });
  }

  /** What goes with a turn's prompt: the summary, when it is due; the transcript says so. */
  async handOver({ sessionId, agent, id: turnId }: Turn): Promise<ContentBlock[]> {
    const { store, eventLog } = this.#deps;
    if (store.agentSessions.find(sessionId, agent)?.context !== 'summary-due') return [];
    const { entries, complete } = await this.#earlier(sessionId, agent, turnId);
    const text = summarizeConversation(entries, { complete });
    eventLog.say({ sessionId, agent, turnId }, { kind: 'context_handed_over', text });
    const uri = 'coppice://earlier-conversation.md';
    return [{ type: 'resource', uri, mimeType: 'text/markdown', text }];
  }

  /** Notes that the agent took the prompt that the summary came with. */
  handedOver(sessionId: SessionId, agent: AgentId): void {
    this.#deps.store.agentSessions.setContext(sessionId, agent, undefined);
  }

  /** The agent's entries of earlier turns, in log order, as many as a summary can use. */
  async #earlier(
    sessionId: SessionId,
    agent: AgentId,
    except: string,
  ): Promise<{ entries: Entry[]; complete: boolean }> {
    this.#deps.eventLog.flush(sessionId);
    const entries: Entry[] = [];
    let before: number | undefined;
    let size = 0;
    for (let pages = 0; pages < PAGES && size < 4 * SUMMARY_LIMIT; pages++) {
      const request = { limit: PAGE, ...(before !== undefined && { before }) };
      const { events, hasOlder } = this.#deps.store.events.page(sessionId, request);
      const page = reduceTranscript(emptyTranscript, events).entries.filter(
        (entry) => entry.agent === agent && entry.turnId !== except,
      );
      entries.unshift(...page);
      size += page.reduce((sum, entry) => sum + sizeOf(entry), 0);
      before = events[0]?.seq;
      if (!hasOlder || before === undefined) return { entries, complete: true };
      // A long log is read in pieces, so that nothing else waits for it.
      await nextTick();
    }
    return { entries, complete: false };
  }

  #undecided(agent: AgentId): AppError {
    const name = this.#deps.agentName(agent);
    return new AppError(
      'agent.context-lost',
      `${name} could not bring back its earlier conversation.`,
      'The transcript asks how to go on; what you send waits until you have decided.',
    );
  }
}

function sizeOf(entry: Entry): number {
  return entry.type === 'prompt' || entry.type === 'text' || entry.type === 'tool' ? 400 : 0;
}

function keyOf(sessionId: SessionId, agent: AgentId): string {
  return `${sessionId}:${agent}`;
}
