import type { AgentId, RepositoryId, SessionId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import { titleFrom } from '../../../shared/domain/session-title';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { currentRoute, go } from '../../lib/route';
import { dismiss, notify, reporting } from '../../lib/toasts';
import { binStrings } from '../../strings/bin';
import { commonStrings } from '../../strings/common';
import { sessionsStrings } from '../../strings/sessions';
import { groupByRepository } from './model/order-sessions';

export interface NewSession {
  repositoryId: RepositoryId;
  /** The first prompt; an empty one makes a session that waits for its first prompt. */
  prompt: string;
  agent: AgentId;
  baseRef?: string;
}

/** Creates a session, shows it, and queues its first prompt. Throws what the host refused with. */
export async function createSession({ repositoryId, prompt, agent, baseRef }: NewSession): Promise<void> {
  const session = await call('session.create', {
    repositoryId,
    title: titleFrom(prompt),
    ...(baseRef && { baseRef }),
  });
  go({ kind: 'session', sessionId: session.id });
  if (!prompt.trim()) return;
  await call('turn.enqueue', {
    sessionId: session.id,
    agent,
    prompt: [{ type: 'text', text: prompt.trim() }],
  });
}

/** The notices that offer to take an archiving or a deletion back. */
const undoNotices = new Map<SessionId, string>();

/** Archives a session and offers to take that back. */
export async function archiveSession(session: Session): Promise<void> {
  await reporting(async () => {
    await call('session.archive', { sessionId: session.id });
    leave(session);
    const notice = notify({
      title: sessionsStrings.archived(session.title),
      description: sessionsStrings.archivedHint,
      action: { label: commonStrings.undo, run: () => void restoreSession(session.id) },
    });
    undoNotices.set(session.id, notice);
  });
}

/** Deletes a session, into the bin, and offers to take that back. */
export async function deleteSession(session: Session): Promise<void> {
  await reporting(async () => {
    await call('session.delete', { sessionId: session.id });
    leave(session);
    const notice = notify({
      title: binStrings.deleted(session.title),
      description: binStrings.deletedHint,
      action: { label: commonStrings.undo, run: () => void undelete(session) },
    });
    undoNotices.set(session.id, notice);
  });
}

async function undelete({ id: sessionId, life }: Session): Promise<void> {
  await reporting(async () => {
    await call('session.undelete', { sessionId });
    if (life.kind === 'live') go({ kind: 'session', sessionId });
  });
}

/** Brings a session back that was archived or deleted, and shows it. */
export async function restoreSession(sessionId: SessionId): Promise<void> {
  await reporting(async () => {
    await call('session.restore', { sessionId });
    const notice = undoNotices.get(sessionId);
    if (notice) dismiss(notice);
    undoNotices.delete(sessionId);
    go({ kind: 'session', sessionId });
  });
}

/** Makes the worktree of a session that has none once more. */
export async function retryPreparation(sessionId: SessionId): Promise<void> {
  // Restoring makes what is missing, also when the session was not archived.
  await reporting(() => call('session.restore', { sessionId }));
}

export async function renameSession(sessionId: SessionId, title: string): Promise<void> {
  const trimmed = title.trim();
  if (trimmed) await reporting(() => call('session.rename', { sessionId, title: trimmed }));
}

export async function forgetRepository(repositoryId: RepositoryId): Promise<void> {
  await reporting(() => call('repository.forget', { repositoryId }));
}

/** The live sessions in the order the sidebar shows them. */
export function sessionsInOrder(): Session[] {
  const { repositories, sessions } = useApp.getState();
  return groupByRepository(repositories, sessions).flatMap((group) => group.sessions);
}

/** Shows the session `step` places after the shown one in the sidebar, around the end. */
export function stepSession(step: 1 | -1): void {
  const sessions = sessionsInOrder();
  const route = currentRoute();
  const index = sessions.findIndex((session) => route.kind === 'session' && session.id === route.sessionId);
  const next = sessions.at(index < 0 ? (step > 0 ? 0 : -1) : (index + step) % sessions.length);
  if (next) go({ kind: 'session', sessionId: next.id });
}

/** Leaves a session that is gone for its neighbour, or for its repository's first prompt. */
function leave(session: Session): void {
  const route = currentRoute();
  if (route.kind !== 'session' || route.sessionId !== session.id) return;
  const next = sessionsInOrder().find(
    (other) => other.repositoryId === session.repositoryId && other.id !== session.id,
  );
  go(
    next
      ? { kind: 'session', sessionId: next.id }
      : { kind: 'new-session', repositoryId: session.repositoryId },
  );
}
