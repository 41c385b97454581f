import type { AgentEvent } from '../../shared/domain/agent-event';
import type { SessionId } from '../../shared/domain/ids';
import { reduceTranscript } from '../../shared/domain/transcript';
import type { HostEvent } from '../../shared/ipc/events';
import type { AppState, OpenSession, Usage } from './app-store';

/**
 * Folds host events into the cache: pure. Details of sessions that are not open are ignored; what
 * agents said is folded in one go, so a caller passes all events of a frame at once.
 */
export function applyHostEvents(state: AppState, events: readonly HostEvent[]): AppState {
  let next = state;
  const said: AgentEvent[] = [];
  for (const event of events) {
    if (event.type === 'agent.said') {
      if (event.sessionId === state.open?.id) said.push(...event.events);
    } else {
      next = applyOne(next, event);
    }
  }
  if (said.length === 0 || !next.open) return next;
  return { ...next, open: hear(next.open, said) };
}

function applyOne(state: AppState, event: Exclude<HostEvent, { type: 'agent.said' }>): AppState {
  switch (event.type) {
    case 'turn.changed':
      return inOpen(state, event.turn.sessionId, (open) => ({
        ...open,
        turns: put(open.turns, event.turn, (a, b) => a.id === b.id),
      }));
    case 'turn.removed':
      return inOpen(state, event.sessionId, (open) => ({
        ...open,
        turns: open.turns.filter((turn) => turn.id !== event.turnId),
      }));
    case 'agent-session.changed':
      return inOpen(state, event.agentSession.sessionId, (open) => ({
        ...open,
        agentSessions: put(open.agentSessions, event.agentSession, (a, b) => a.agent === b.agent),
      }));
    case 'changes.computed':
      return inOpen(state, event.changeSet.sessionId, (open) => ({ ...open, changeSet: event.changeSet }));
    case 'comments.changed':
      return inOpen(state, event.sessionId, (open) => ({
        ...open,
        comments: event.comments.reduce((all, comment) => put(all, comment, sameId), open.comments),
      }));
    case 'comment.removed':
      return inOpen(state, event.sessionId, (open) => ({
        ...open,
        comments: open.comments.filter(({ id }) => id !== event.commentId),
      }));
    case 'finish.progressed': {
      const { [event.sessionId]: _before, ...others } = state.finishing;
      return { ...state, finishing: event.step ? { ...others, [event.sessionId]: event.step } : others };
    }
    case 'session.changed':
      return { ...state, sessions: put(state.sessions, event.session, sameId) };
    case 'session.removed':
      return {
        ...state,
        sessions: state.sessions.filter((session) => session.id !== event.sessionId),
        open: state.open?.id === event.sessionId ? null : state.open,
      };
    case 'repository.changed':
      return { ...state, repositories: put(state.repositories, event.repository, sameId) };
    case 'repository.removed':
      return {
        ...state,
        repositories: state.repositories.filter((repository) => repository.id !== event.repositoryId),
      };
    case 'catalog.changed':
      return { ...state, catalog: event.agents, catalogProblems: event.problems };
    case 'settings.changed':
      return { ...state, settings: event.settings };
    case 'pool.changed':
      return { ...state, pool: event.health };
    case 'window.asked':
      // A request, not a fact: lib/connect.ts hands it to the shell.
      return state;
  }
}

function hear(open: OpenSession, said: readonly AgentEvent[]): OpenSession {
  const transcript = reduceTranscript(open.transcript, said);
  if (transcript === open.transcript) return open;
  let usage = open.usage;
  for (const event of said) {
    if (event.kind !== 'usage' || event.seq <= open.transcript.seq) continue;
    const heard: Usage = {
      ...(event.context && { context: event.context }),
      ...(event.turn && { turn: event.turn }),
      ...(event.cost && { cost: event.cost }),
    };
    usage = { ...usage, [event.agent]: { ...usage[event.agent], ...heard } };
  }
  return { ...open, transcript, usage };
}

function inOpen(state: AppState, id: SessionId, change: (open: OpenSession) => OpenSession): AppState {
  return state.open?.id === id ? { ...state, open: change(state.open) } : state;
}

function sameId(a: { id: string }, b: { id: string }): boolean {
  return a.id === b.id;
}

/** Replaces the item in its place, or adds it at the end. */
function put<T>(items: readonly T[], item: T, same: (a: T, b: T) => boolean): T[] {
  const index = items.findIndex((candidate) => same(candidate, item));
  return index < 0 ? [...items, item] : items.with(index, item);
}
