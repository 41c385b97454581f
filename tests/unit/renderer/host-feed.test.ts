import { beforeEach, describe, expect, it } from 'vitest';
import { type AppState, initialAppState } from '../../../src/renderer/lib/app-store';
import { HostFeed } from '../../../src/renderer/lib/host-feed';
import type { AgentEvent } from '../../../src/shared/domain/agent-event';
import type { AgentId, SessionId } from '../../../src/shared/domain/ids';
import type { Session } from '../../../src/shared/domain/session';
import { emptyTranscript, reduceTranscript } from '../../../src/shared/domain/transcript';
import type { EventBatch, HostEvent, WindowRequest } from '../../../src/shared/ipc/events';
import type { AppSnapshot, SessionSnapshot } from '../../../src/shared/ipc/snapshots';

const id = 's' as SessionId;

function session(title: string): Session {
  return {
    id,
    repositoryId: 'r' as Session['repositoryId'],
    title,
    status: { kind: 'idle' },
    agents: [],
    changes: { files: 0, insertions: 0, deletions: 0 },
    unread: false,
    queued: 0,
    queueHeld: false,
    openComments: 0,
    queuePaused: false,
    createdAt: 1,
    life: { kind: 'live' },
    updatedAt: 1,
  };
}

const renamed = (title: string): HostEvent => ({ type: 'session.changed', session: session(title) });
const spoken = (seq: number): AgentEvent => ({
  sessionId: id,
  seq,
  ts: seq,
  agent: 'claude' as AgentId,
  origin: 'live',
  kind: 'text',
  messageId: 'm',
  op: 'append',
  block: { type: 'text', text: String(seq) },
});
const said = (seq: number): HostEvent => ({ type: 'agent.said', sessionId: id, events: [spoken(seq)] });

/** A main process played by the test: it answers when told to. */
class Host {
  readonly appWaiting: ((snapshot: AppSnapshot) => void)[] = [];
  readonly sessionWaiting: ((snapshot: SessionSnapshot) => void)[] = [];
  state: AppState = initialAppState;
  flushes = 0;
  readonly asked: WindowRequest[] = [];
  readonly failures: unknown[] = [];
  readonly feed = new HostFeed({
    get: () => this.state,
    set: (state) => {
      this.state = state;
    },
    appSnapshot: () => new Promise((resolve) => this.appWaiting.push(resolve)),
    sessionSnapshot: () => new Promise((resolve) => this.sessionWaiting.push(resolve)),
    scheduleFlush: () => {
      this.flushes++;
    },
    onAsked: (request) => this.asked.push(request),
    onFailed: (error) => this.failures.push(error),
  });

  appSnapshot(number: number, title: string): AppSnapshot {
    const { repositories, catalog, catalogProblems, settings, pool, finishing } = initialAppState;
    const about = {} as AppSnapshot['about'];
    return {
      number,
      sessions: [session(title)],
      repositories,
      catalog,
      catalogProblems,
      settings,
      pool,
      finishing,
      about,
      view: null,
    };
  }

  sessionSnapshot(number: number, seqs: number[]): SessionSnapshot {
    return {
      number,
      session: session('S'),
      transcript: reduceTranscript(emptyTranscript, seqs.map(spoken)),
      hasOlder: false,
      turns: [],
      agentSessions: [],
      changeSet: null,
      comments: [],
      draft: { text: '', mentions: [], attachments: [] },
      commentDrafts: [],
    };
  }

  async synced(number: number, title = 'T'): Promise<void> {
    const done = this.feed.sync();
    this.appWaiting.shift()?.(this.appSnapshot(number, title));
    await done;
  }

  async opened(number: number, seqs: number[]): Promise<void> {
    const done = this.feed.open(id);
    this.sessionWaiting.shift()?.(this.sessionSnapshot(number, seqs));
    await done;
  }

  receive(number: number, ...events: HostEvent[]): void {
    this.feed.receive({ number, events } satisfies EventBatch);
  }

  get text(): string {
    const entry = this.state.open?.transcript.entries[0];
    const block = entry && 'blocks' in entry ? entry.blocks[0] : undefined;
    return block?.type === 'text' ? block.text : '';
  }

  get title(): string | undefined {
    return this.state.sessions[0]?.title;
  }
}

describe('HostFeed', () => {
  let host: Host;
  beforeEach(() => {
    host = new Host();
  });

  it('holds batches until the snapshot, drops those in it and applies the later ones once', async () => {
    host.receive(4, renamed('old'));
    const done = host.feed.sync();
    host.receive(5, renamed('newer'));
    host.appWaiting[0]?.(host.appSnapshot(4, 'snapshot'));
    await done;
    expect(host.state.phase).toEqual({ kind: 'ready' });
    expect(host.title).toBe('snapshot');
    host.feed.flush();
    expect(host.title).toBe('newer');
  });

  it('applies nothing before a flush, however many batches come', async () => {
    await host.synced(1);
    host.receive(2, renamed('a'));
    host.receive(3, renamed('b'));
    expect(host.title).toBe('T');
    expect(host.flushes).toBe(2);
    host.feed.flush();
    expect(host.title).toBe('b');
  });

  it('ignores a batch told twice', async () => {
    await host.synced(1);
    host.receive(2, renamed('a'));
    host.receive(2, renamed('b'));
    host.feed.flush();
    expect(host.title).toBe('a');
  });

  it('takes a new snapshot after a gap, and the open session anew', async () => {
    await host.synced(1);
    await host.opened(1, [1]);
    host.receive(4, said(9));
    host.appWaiting.shift()?.(host.appSnapshot(4, 'again'));
    await Promise.resolve();
    await new Promise<void>((resolve) => setImmediate(resolve));
    host.sessionWaiting.shift()?.(host.sessionSnapshot(4, [1, 2, 9]));
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(host.title).toBe('again');
    expect(host.text).toBe('129');
    host.receive(5, said(10));
    host.feed.flush();
    expect(host.text).toBe('12910');
  });

  it('loses nothing that is said while a session is being opened', async () => {
    await host.synced(1);
    const done = host.feed.open(id);
    host.receive(2, said(2));
    host.receive(3, said(3));
    host.feed.flush();
    host.sessionWaiting[0]?.(host.sessionSnapshot(2, [1, 2]));
    await done;
    expect(host.text).toBe('123');
  });

  it('does not repeat or undo what a session snapshot already had', async () => {
    await host.synced(1);
    await host.opened(3, [1, 2, 3]);
    host.receive(2, said(2), { type: 'turn.removed', sessionId: id, turnId: 'x' });
    host.receive(3, said(3));
    host.receive(4, said(4));
    host.feed.flush();
    expect(host.text).toBe('1234');
  });

  it('shows only the session asked for last', async () => {
    await host.synced(1);
    const first = host.feed.open(id);
    host.feed.close();
    host.sessionWaiting[0]?.(host.sessionSnapshot(1, [1]));
    await first;
    expect(host.state.open).toBeNull();
  });

  it('hands on what the host asks the window to show', async () => {
    await host.synced(1);
    host.receive(2, { type: 'window.asked', show: { kind: 'command', command: 'palette.open' } });
    host.feed.flush();
    expect(host.asked).toEqual([{ kind: 'command', command: 'palette.open' }]);
  });

  it('answers a request once that came before the snapshot which contains its batch', async () => {
    const command = (name: string): HostEvent => ({
      type: 'window.asked',
      show: { kind: 'command', command: name },
    });
    host.receive(1, command('held'));
    await host.synced(1);
    host.receive(2, command('pending'));
    await host.synced(3);
    host.feed.flush();
    expect(host.asked).toEqual([
      { kind: 'command', command: 'held' },
      { kind: 'command', command: 'pending' },
    ]);
  });
});
