import { randomUUID } from 'node:crypto';
import { builtinAgent } from '../../src/main/services/agents/builtin-agent';
import type { Store } from '../../src/main/store/store';
import type { AgentEvent, AgentEventBody } from '../../src/shared/domain/agent-event';
import {
  type RepositoryId,
  repositoryId,
  type SessionId,
  sessionId,
  turnId,
} from '../../src/shared/domain/ids';

const AGENT = builtinAgent;
const EVENTS_PER_TURN = 20;
const PARAGRAPH = 'The parser reads a line, cuts it at the first blank, and keeps the rest for later. ';

/** Adds `sessions` sessions with `events` events altogether, as finished work leaves them; returns their ids. */
export function fillStore(store: Store, repository: string, sessions: number, events: number): SessionId[] {
  const { id } = store.repositories.upsert({
    id: repositoryId.parse(randomUUID()),
    path: repository,
    name: 'bench',
    trusted: true,
    openedAt: Date.now(),
  });
  const each = Math.floor(events / sessions);
  return Array.from({ length: sessions }, (_, index) =>
    store.transaction(() => addSession(store, id, index, each)),
  );
}

function addSession(store: Store, repository: RepositoryId, index: number, events: number): SessionId {
  const id = sessionId.parse(randomUUID());
  const createdAt = Date.now() - index * 60_000;
  store.sessions.insert({ id, repositoryId: repository, title: `Piece of work ${index}`, createdAt });
  const path = `/nowhere/session-${index}`;
  store.sessions.setWorktree(id, {
    path,
    branch: `coppice/work-${index}`,
    baseCommit: '0'.repeat(40),
    baseRef: 'main',
  });
  store.sessions.setState(id, { kind: 'ready' });
  store.agentSessions.upsert({ sessionId: id, agent: AGENT, backend: 'acp', status: 'stopped' });
  for (let seq = 1; seq <= events; seq += EVENTS_PER_TURN) addTurn(store, id, seq, createdAt + seq * 1000);
  addPending(store, id, index % 40);
  return id;
}

/** One ended turn: a prompt, then words and tool calls in turns, then its end. */
export function turnEvents(
  session: SessionId,
  firstSeq: number,
  turn = turnId.parse(randomUUID()),
): AgentEvent[] {
  const bodies: AgentEventBody[] = [
    { kind: 'turn_started', prompt: [{ type: 'text', text: 'Go on with it.' }] },
  ];
  for (let index = 0; bodies.length < EVENTS_PER_TURN - 1; index++) {
    const toolCallId = `call${index}`;
    const text = PARAGRAPH.repeat(1 + (index % 5));
    bodies.push({ kind: 'text', messageId: `m${index}`, op: 'replace', block: { type: 'text', text } });
    bodies.push({
      kind: 'tool_call',
      tool: {
        toolCallId,
        title: 'Read a file',
        toolKind: 'read',
        status: 'pending',
        content: [],
        locations: [],
      },
    });
    const content = [
      { type: 'content' as const, block: { type: 'text' as const, text: PARAGRAPH.repeat(8) } },
    ];
    bodies.push({ kind: 'tool_update', toolCallId, patch: { status: 'completed', content } });
  }
  bodies.push({ kind: 'turn_ended', stopReason: 'end_turn' });
  return bodies.map((body, index) => ({
    ...body,
    sessionId: session,
    seq: firstSeq + index,
    ts: firstSeq + index,
    agent: AGENT,
    turnId: turn,
    origin: 'live',
  }));
}

function addTurn(store: Store, session: SessionId, firstSeq: number, at: number): void {
  const id = turnId.parse(randomUUID());
  const prompt = [{ type: 'text' as const, text: 'Go on with it.' }];
  store.turns.insert({ id, sessionId: session, agent: AGENT, prompt, createdAt: at });
  store.turns.setState(id, { status: 'running' }, at);
  store.turns.setState(id, { status: 'ended', stopReason: 'end_turn' }, at + 1000);
  store.events.append(turnEvents(session, firstSeq, id));
  store.turns.noteEndsTold([id]);
}

function addPending(store: Store, session: SessionId, files: number): void {
  const changes = Array.from({ length: files }, (_, index) => ({
    ...{
      id: `${session}:${index}`,
      sessionId: session,
      path: `src/file-${index}.ts`,
      status: 'modified' as const,
    },
    ...{ oldMode: '100644', newMode: '100644', oldOid: '1'.repeat(40), newOid: '2'.repeat(40) },
    ...{ binary: false, symlink: false, submodule: false, insertions: 3, deletions: 1 },
    authors: [{ kind: 'agent' as const, agent: AGENT }],
  }));
  store.pendingChanges.replaceAll(session, changes);
}
