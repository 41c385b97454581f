import { create } from 'zustand';
import type { AgentId, SessionId } from '../../../shared/domain/ids';

interface TranscriptUi {
  /** The agent whose entries are shown, per session; absent means all. */
  filters: Readonly<Record<SessionId, AgentId>>;
  /** Entries the user opened, kept while they are scrolled out of the document. */
  expanded: ReadonlySet<string>;
  /** Permission requests whose answer is on its way. */
  answering: ReadonlySet<string>;
}

export const useTranscriptUi = create<TranscriptUi>()(() => ({
  filters: {},
  expanded: new Set(),
  answering: new Set(),
}));

/** The agent whose entries a session shows; null for all. */
export function useAgentFilter(sessionId: SessionId): AgentId | null {
  return useTranscriptUi((state) => state.filters[sessionId] ?? null);
}

export function setFilter(sessionId: SessionId, agent: AgentId | null): void {
  useTranscriptUi.setState(({ filters }) => {
    const { [sessionId]: _before, ...others } = filters;
    return { filters: agent === null ? others : { ...others, [sessionId]: agent } };
  });
}

export function toggleExpanded(entryId: string): void {
  useTranscriptUi.setState(({ expanded }) => ({ expanded: toggled(expanded, entryId) }));
}

export function setAnswering(requestId: string, answering: boolean): void {
  useTranscriptUi.setState((state) =>
    state.answering.has(requestId) === answering ? state : { answering: toggled(state.answering, requestId) },
  );
}

function toggled(set: ReadonlySet<string>, item: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
