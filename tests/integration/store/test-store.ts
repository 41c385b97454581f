import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../../../src/main/store/store';
import type { AgentEvent, AgentEventBody } from '../../../src/shared/domain/agent-event';
import type { AgentId, RepositoryId, SessionId, TurnId } from '../../../src/shared/domain/ids';

export const repositoryId = 'r1' as RepositoryId;
export const sessionId = 's1' as SessionId;
export const agent = 'builtin' as AgentId;
export const turn = (id: string) => id as TurnId;

/** A path for a database in a folder that goes away with the test. */
export function tempFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'coppice.db');
}

/** A store on disk, closed with the test. */
export function openTestStore(options: Partial<StoreOptions> = {}): Store {
  const store = openStore({ file: tempFile(), ...options });
  onTestFinished(() => store.close());
  return store;
}

/** A store that has a repository and a session in it. */
export function openFilledStore(options: Partial<StoreOptions> = {}): Store {
  const store = openTestStore(options);
  addSession(store, sessionId);
  return store;
}

export function addSession(store: Store, id: SessionId): void {
  store.repositories.upsert({ id: repositoryId, path: '/repo', name: 'repo', trusted: true, openedAt: 1 });
  store.sessions.insert({ id, repositoryId, title: `Session ${id}`, createdAt: 10 });
}

/** A connection of its own to look behind the store, closed with the test. */
export function openRaw(file: string): Database.Database {
  const nativeBinding = process.env.COPPICE_SQLITE_BINDING;
  const db = new Database(file, { ...(nativeBinding && { nativeBinding }) });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

export function event(seq: number, body: AgentEventBody, more: Partial<AgentEvent> = {}): AgentEvent {
  return { ...body, sessionId, agent, seq, ts: 1000 + seq, origin: 'live', ...more } as AgentEvent;
}

export function text(seq: number, messageId: string, words: string, turnId?: string): AgentEvent {
  const block = { type: 'text' as const, text: words };
  return event(seq, { kind: 'text', messageId, op: 'append', block }, turnId ? { turnId: turn(turnId) } : {});
}

export function turnStarted(seq: number, turnId: string): AgentEvent {
  return event(seq, { kind: 'turn_started', prompt: [] }, { turnId: turn(turnId) });
}
