import { expect, onTestFinished, vi } from 'vitest';
import { builtinAgent } from '../../src/main/services/agents/builtin-agent';
import type { Host } from '../../src/main/services/host';
import type { HostDeps } from '../../src/main/services/host-deps';
import type { Store } from '../../src/main/store/store';
import type { AgentId, SessionId, TurnId } from '../../src/shared/domain/ids';
import type { Session } from '../../src/shared/domain/session';
import type { Entry } from '../../src/shared/domain/transcript';
import { emptyTranscript, reduceTranscript } from '../../src/shared/domain/transcript';
import type { HostEvent } from '../../src/shared/ipc/events';
import { hostOn } from './host-on';

/** A whole host without a window: real store, git and agents. */
export interface TestHost {
  host: Host;
  store: Store;
  events: HostEvent[];
  /** Opens a repository and waits for the worktree of a new session in it. */
  newSession(
    repository: string,
    title: string,
  ): Promise<Session & { worktree: NonNullable<Session['worktree']> }>;
  /** Sends a prompt and waits until its turn is over. */
  prompt(sessionId: SessionId, text: string, agent?: AgentId): Promise<TurnId>;
  enqueue(sessionId: SessionId, text: string, agent?: AgentId): TurnId;
  ended(turnId: TurnId): Promise<void>;
  transcript(sessionId: SessionId): readonly Entry[];
  /** Stops it as the app would when it quits. */
  stop(): Promise<void>;
}

/** Starts a host on a data folder; a second one on the same folder is the app's next start. */
export function testHost(folder: string, extra: Partial<HostDeps> = {}): TestHost {
  const { host, store, events, stop: stopAll } = hostOn(folder, extra);

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  onTestFinished(stop);

  const enqueue: TestHost['enqueue'] = (sessionId, text, agent = builtinAgent) =>
    host.dispatcher.enqueue(sessionId, agent, [{ type: 'text', text }]).id;
  const ended: TestHost['ended'] = (turnId) =>
    vi.waitFor(() => expect(store.turns.get(turnId).state.status).toBe('ended'), {
      timeout: 20_000,
      interval: 10,
    });

  return {
    host,
    store,
    events,
    enqueue,
    ended,
    stop,
    async newSession(path, title) {
      const outcome = await host.repositories.open(path, {});
      if (outcome.kind !== 'opened') throw new Error(`not opened: ${outcome.kind}`);
      const { id } = host.sessions.create(outcome.repository.id, title);
      const worktree = await host.sessions.worktree(id);
      return { ...host.sessions.get(id), worktree };
    },
    async prompt(sessionId, text, agent) {
      const turnId = enqueue(sessionId, text, agent);
      await ended(turnId);
      return turnId;
    },
    transcript: (sessionId) =>
      reduceTranscript(emptyTranscript, store.events.page(sessionId, { limit: 10_000 }).events).entries,
  };
}
