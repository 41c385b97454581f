import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { choose, type StepKind } from './schedule';
import { landingBranch, listSessions, pickSession, type Run, said, type World } from './world';

/** What a user does with changes. */
export const reviewSteps = {
  accept: (world, { pick }) => decide(world, 'change.accept', pick),
  reject: (world, { pick }) => decide(world, 'change.reject', pick),
  edit: async ({ app, ledger }, { pick }) => {
    const session = (await listSessions(app)).filter(({ id }) => ledger.sessions.has(id));
    const worktrees = session.flatMap(({ worktree }) => (worktree ? [worktree.path] : []));
    if (worktrees.length === 0) return undefined;
    const path = join(choose(worktrees, pick), 'README.md');
    writeFileSync(path, `# By hand\n\n${pick}\n`);
    return path;
  },
  undo: async ({ app, ledger }, { pick }) => {
    const sessionId = pickSession(ledger, pick);
    if (!sessionId) return undefined;
    const result = await app.call('change.undo', { sessionId });
    if (result?.ok) ledger.decisions.push({ sessionId, ordinal: result.value.ordinal });
    return said(sessionId, result);
  },
  commit: async ({ app, ledger }, { pick }) => {
    const sessionId = pickSession(ledger, pick);
    if (!sessionId) return undefined;
    const message = `Work of ${sessionId}`;
    const result = await app.call('finish.commit', { sessionId, message, hooks: true, sign: false });
    if (result?.ok && result.value.commit) ledger.commits.push(result.value.commit);
    return said(sessionId, result);
  },
  integrate: (world, { pick }) => integrate(world, pick),
} satisfies Partial<Record<StepKind, Run>>;

async function decide(
  { app, ledger }: World,
  method: 'change.accept' | 'change.reject',
  pick: number,
): Promise<string | undefined> {
  const sessionId = pickSession(ledger, pick);
  if (!sessionId) return undefined;
  const set = await app.call('change.refresh', { sessionId });
  if (!set?.ok || set.value.changes.length === 0) return undefined;
  const { path, pathBytes, oldOid, newOid } = choose(set.value.changes, (pick * 104_729) % 1);
  const shown = { path, oldOid, newOid, ...(pathBytes && { pathBytes }) };
  const result = await app.call(method, { sessionId, changes: [shown] });
  if (result?.ok) ledger.decisions.push({ sessionId, ordinal: result.value.decision.ordinal });
  return said(path, result);
}

async function integrate({ app, ledger }: World, pick: number): Promise<string | undefined> {
  const sessionId = pickSession(ledger, pick);
  if (!sessionId) return undefined;
  const strategy = choose(['merge', 'squash', 'rebase'] as const, (pick * 7919) % 1);
  const look = await app.call('finish.preflight', { sessionId, target: landingBranch, strategy });
  if (!look?.ok) return said(`preflight of ${sessionId}`, look);
  const { branchTip, targetTip, message, outcome } = look.value;
  if (outcome.kind !== 'ready') return `${sessionId}: ${outcome.kind}`;
  const choice = { target: landingBranch, strategy, branchTip, targetTip, message };
  const result = await app.call('finish.integrate', {
    sessionId,
    ...choice,
    updateCheckout: false,
    sign: false,
  });
  if (result?.ok) ledger.landed = result.value.after;
  else if (!result) ledger.landed = undefined;
  return said(`${strategy} ${sessionId}`, result);
}
