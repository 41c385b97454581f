import { choose, type StepKind } from './schedule';
import { pickSession, type Run, said, type World } from './world';

/** What a user does with sessions. */
export const sessionSteps = {
  create: async ({ app, ledger, repositoryId }) => {
    const created = await app.call('session.create', {
      repositoryId,
      title: `Session ${ledger.sessions.size}`,
    });
    if (!created?.ok) return undefined;
    ledger.sessions.add(created.value.id);
    await app.call('session.open', { sessionId: created.value.id });
    return created.value.title;
  },
  archive: (world, { pick }) => putAway(world, 'session.archive', pick),
  delete: (world, { pick }) => putAway(world, 'session.delete', pick),
  restore: async ({ app, ledger }, { pick }) => {
    if (ledger.archived.size === 0) return undefined;
    const sessionId = choose([...ledger.archived], pick);
    const result = await app.call('session.restore', { sessionId });
    if (result?.ok) ledger.archived.delete(sessionId);
    await app.watch();
    return said(sessionId, result);
  },
} satisfies Partial<Record<StepKind, Run>>;

/**
 * Out of sight, in the archive or the bin; `restore` brings it back from either. The last one stays in sight: a seed may
 * make no other, and nothing would happen for the rest of its round.
 */
async function putAway(
  { app, ledger }: World,
  method: 'session.archive' | 'session.delete',
  pick: number,
): Promise<string | undefined> {
  const sessionId = pickSession(ledger, pick);
  if (!sessionId || ledger.sessions.size - ledger.archived.size < 2) return undefined;
  ledger.archived.add(sessionId);
  const result = await app.call(method, { sessionId });
  if (result && !result.ok) ledger.archived.delete(sessionId);
  return said(sessionId, result);
}
