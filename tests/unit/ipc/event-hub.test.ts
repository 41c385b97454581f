import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { HubClient } from '../../../src/main/ipc/event-hub';
import type { AgentEvent } from '../../../src/shared/domain/agent-event';
import type { ChangeSet } from '../../../src/shared/domain/change';
import type { RepositoryId, SessionId } from '../../../src/shared/domain/ids';
import type { Session } from '../../../src/shared/domain/session';
import type { Turn } from '../../../src/shared/domain/turn';
import type { EventBatch, HostEvent } from '../../../src/shared/ipc/events';

/** A port whose other end is the test: `posted` is what has not been taken from it. */
class FakePort extends EventEmitter {
  readonly posted: EventBatch[] = [];
  start() {}
  close() {}
  postMessage(batch: EventBatch) {
    this.posted.push(batch);
  }
  take(number: number) {
    this.emit('message', { data: number });
  }
}

const said = (index: number): HostEvent => ({
  type: 'repository.removed',
  repositoryId: `r${index}` as RepositoryId,
});
const asked: HostEvent = { type: 'window.asked', show: { kind: 'command', command: 'settings' } };

function open() {
  const port = new FakePort();
  const client = new HubClient(port as unknown as MessagePortMain);
  client.begin();
  const say = (times: number) => {
    for (let index = 0; index < times; index++) {
      client.send(said(index));
      client.flush();
    }
  };
  return { port, client, say };
}

describe('a window that takes batches', () => {
  it('gets all of them, numbered without a gap', () => {
    const { port, say } = open();
    for (let round = 0; round < 3; round++) {
      say(400);
      port.take(port.posted.at(-1)?.number ?? 0);
    }
    expect(port.posted.map(({ number }) => number)).toEqual(
      Array.from({ length: 1200 }, (_, index) => index + 1),
    );
  });
});

describe('a window that shows one of two sessions', () => {
  const summaryOf = (id: string): HostEvent => ({ type: 'session.changed', session: { id } as Session });
  const detailsOf = (id: string): HostEvent[] => {
    const sessionId = id as SessionId;
    return [
      { type: 'agent.said', sessionId, events: [] },
      { type: 'turn.changed', turn: { id: 't', sessionId } as unknown as Turn },
      { type: 'changes.computed', changeSet: { sessionId } as ChangeSet },
      { type: 'comments.changed', sessionId, comments: [] },
    ];
  };

  it('gets what is shown of it, and of the other its summary alone', () => {
    const { port, client } = open();
    client.watch('shown' as SessionId);
    for (const id of ['shown', 'other']) {
      for (const event of [...detailsOf(id), summaryOf(id)]) client.send(event);
    }
    client.flush();
    expect(port.posted.flatMap(({ events }) => events)).toEqual([
      ...detailsOf('shown'),
      summaryOf('shown'),
      summaryOf('other'),
    ]);
  });
});

describe('a window that takes a batch larger than all it may be behind', () => {
  it('gets it, and what follows', () => {
    const { port, client, say } = open();
    say(1);
    port.take(1);
    client.watch('s' as SessionId);
    const events = [{ kind: 'text', block: { type: 'text', text: 'x'.repeat(20_000_000) } }] as AgentEvent[];
    client.send({ type: 'agent.said', sessionId: 's' as SessionId, events });
    client.flush();
    port.take(2);
    say(1);
    expect(port.posted.map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});

describe('a window that is stuck', () => {
  it('is sent nothing more until it has caught up, and then a gap', () => {
    const { port, client, say } = open();
    say(1);
    port.take(1);
    say(10_000);
    const sent = port.posted.length;
    expect(sent).toBeLessThan(600);
    expect(client.flush()).toBe(sent);
    port.take(sent - 1);
    expect(port.posted).toHaveLength(sent);
    port.take(sent);
    expect(port.posted.at(-1)).toEqual({ number: sent + 2, events: [] });
    say(1);
    expect(port.posted.at(-1)?.number).toBe(sent + 3);
  });

  it('is sent only so much text, be it in few batches', () => {
    const { port, client, say } = open();
    say(1);
    port.take(1);
    client.watch('s' as SessionId);
    const events = [{ kind: 'text', block: { type: 'text', text: 'x'.repeat(1_000_000) } }] as AgentEvent[];
    for (let index = 0; index < 100; index++) {
      client.send({ type: 'agent.said', sessionId: 's' as SessionId, events });
      client.flush();
    }
    expect(port.posted.length).toBeLessThan(12);
    const sent = port.posted.length;
    port.take(sent);
    expect(port.posted.at(-1)).toEqual({ number: sent + 2, events: [] });
  });

  it('is still asked to show things once it has caught up', () => {
    const { port, client, say } = open();
    say(1);
    port.take(1);
    say(1000);
    client.send(asked);
    client.flush();
    const sent = port.posted.length;
    port.take(sent);
    expect(port.posted.at(-1)).toEqual({ number: sent + 2, events: [asked] });
  });
});

describe('a window that never says what it took', () => {
  it('is sent everything', () => {
    const { port, say } = open();
    say(2000);
    expect(port.posted).toHaveLength(2000);
  });
});
