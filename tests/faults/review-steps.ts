import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionId } from '../../src/shared/domain/ids';
import type { AppUnderTest } from './app-under-test';
import type { Ledger } from './ledger';
import { choose, type StepKind } from './schedule';
import { landingBranch, listSessions, pickSession, type Run, said, sessionsFrom, type World } from './world';

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
    if (result?.ok) ledger.decisions.push({ sessionId, ordinal: result.value.decision.ordinal });
    return said(sessionId, result);
  },
  rewind: (world, { pick }) => rewind(world, pick),
  comment: async ({ app, ledger }, { pick }) => {
    const found = await findChanges(app, ledger, pick);
    if (!found) return undefined;
    const { sessionId, shown } = found;
    const text = `Comment ${ledger.comments.size}`;
    const result = await app.call('comment.add', { sessionId, ...shown, side: 'new', text });
    if (result?.ok) ledger.comments.set(result.value.id, text);
    return said(`${text} on ${shown.path}`, result);
  },
  commit: async (world, { pick }) => {
    const sessionId = pickSession(world.ledger, pick);
    return sessionId && said(sessionId, await commit(world, sessionId));
  },
  integrate: (world, { pick }) => integrate(world, pick),
} satisfies Partial<Record<StepKind, Run>>;

async function decide(
  { app, ledger }: World,
  method: 'change.accept' | 'change.reject',
  pick: number,
): Promise<string | undefined> {
  const found = await findChanges(app, ledger, pick);
  if (!found) return undefined;
  const { sessionId, shown } = found;
  const result = await app.call(method, { sessionId, changes: [shown] });
  if (result?.ok) ledger.decisions.push({ sessionId, ordinal: result.value.decision.ordinal });
  return said(shown.path, result);
}

async function listShown(app: AppUnderTest, sessionId: SessionId) {
  const set = await app.call('change.refresh', { sessionId });
  return (set?.ok ? set.value.changes : []).map(({ path, pathBytes, oldOid, newOid, oldMode, newMode }) => ({
    ...{ path, oldOid, newOid, oldMode, newMode },
    ...(pathBytes && { pathBytes }),
  }));
}

/** The first session from the one that is meant on in which something is pending, and one change of it. */
async function findChanges(app: AppUnderTest, ledger: Ledger, pick: number) {
  for (const sessionId of sessionsFrom(ledger, pick)) {
    const all = await listShown(app, sessionId);
    if (all.length > 0) return { sessionId, all, shown: choose(all, (pick * 104_729) % 1) };
  }
  return undefined;
}

/** Takes back what one agent did in one of its turns, or all that came after some moment. */
async function rewind({ app, ledger }: World, pick: number): Promise<string | undefined> {
  const found = await findTimeline(app, ledger, pick);
  if (!found) return undefined;
  const { sessionId, timeline } = found;
  const { author, before } = choose(timeline, (pick * 104_729) % 1);
  const target =
    author.kind === 'agent'
      ? ({ kind: 'agent', agent: author.agent, turnId: author.turnId, after: before } as const)
      : ({ kind: 'session', to: before } as const);
  const look = await app.call('rewind.preview', { sessionId, target });
  if (!look?.ok) return said(`preview of ${sessionId}`, look);
  const { checkpoint, files } = look.value;
  const take = files.filter(({ outcome }) => outcome === 'conflict' && pick > 0.5);
  const result = await app.call('rewind.apply', {
    sessionId,
    target,
    checkpoint,
    take: take.map(({ path, pathBytes }) => ({ path, ...(pathBytes && { pathBytes }) })),
  });
  if (result?.ok) ledger.decisions.push({ sessionId, ordinal: result.value.ordinal });
  return said(`${target.kind} ${sessionId}`, result);
}

async function findTimeline(app: AppUnderTest, ledger: Ledger, pick: number) {
  for (const sessionId of sessionsFrom(ledger, pick)) {
    const timeline = await app.call('rewind.timeline', { sessionId });
    if (timeline?.ok && timeline.value.length > 0) return { sessionId, timeline: timeline.value };
  }
  return undefined;
}

async function commit({ app, ledger }: World, sessionId: SessionId) {
  const message = `Work of ${sessionId}`;
  const result = await app.call('finish.commit', { sessionId, message, hooks: true, sign: false });
  if (result?.ok && result.value.commit) ledger.commits.push(result.value.commit);
  return result;
}

/** Accepts and commits what there is, and brings it into a branch that nobody has checked out, as it was previewed. */
async function integrate(world: World, pick: number): Promise<string | undefined> {
  const { app, ledger } = world;
  const found = await findChanges(app, ledger, pick);
  const sessionId = found?.sessionId ?? pickSession(ledger, pick);
  if (!sessionId) return undefined;
  if (found) await app.call('change.accept', { sessionId, changes: found.all });
  await commit(world, sessionId);
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
