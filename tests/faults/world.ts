import { agentId, type RepositoryId, type SessionId } from '../../src/shared/domain/ids';
import type { Session } from '../../src/shared/domain/session';
import type { RunningProcess } from '../e2e/support/processes';
import type { AppUnderTest } from './app-under-test';
import type { Ledger } from './ledger';
import type { Step } from './schedule';
import { readStored } from './stored';

export const builtin = agentId.parse('builtin');
export const flood = agentId.parse('flood');
/** Never brings a conversation back. */
export const forgetful = agentId.parse('forgetful');
/** Where sessions are integrated to; its name tells the invariants that it is not the user's. */
export const landingBranch = 'coppice/landing';

export interface World {
  app: AppUnderTest;
  ledger: Ledger;
  repositoryId: RepositoryId;
  /** Starts the app again and checks what it made of the fault. */
  restart(left: RunningProcess[]): Promise<void>;
}

/** Does a step. Answers what it was done to, or undefined when there was nothing to do it to. */
export type Run = (world: World, step: Step) => Promise<string | undefined>;

export async function listSessions(app: AppUnderTest): Promise<Session[]> {
  const all = await app.call('session.listArchived', {});
  const snapshot = await app.call('app.snapshot', {});
  await app.watch();
  return [...(snapshot?.ok ? snapshot.value.sessions : []), ...(all?.ok ? all.value : [])];
}

export function openTurns(app: AppUnderTest) {
  return readStored(app.home).turns.filter(({ state }) => state.status !== 'ended');
}

/** All sessions that are in sight, the one that is meant first. */
export function sessionsFrom({ sessions, archived }: Ledger, pick: number): SessionId[] {
  const open = [...sessions].filter((id) => !archived.has(id));
  const at = Math.floor(pick * open.length);
  return [...open.slice(at), ...open.slice(0, at)];
}

export function pickSession(ledger: Ledger, pick: number): SessionId | undefined {
  return sessionsFrom(ledger, pick)[0];
}

export function said(what: string, result: { ok: boolean; error?: { code: string } } | undefined): string {
  return `${what} -> ${result ? (result.ok ? 'done' : result.error?.code) : 'no answer'}`;
}
