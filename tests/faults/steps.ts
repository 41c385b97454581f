import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AgentId,
  agentId,
  type RepositoryId,
  type SessionId,
  type TurnId,
} from '../../src/shared/domain/ids';
import type { Session } from '../../src/shared/domain/session';
import { isResumable, type Resolution } from '../../src/shared/domain/turn';
import type { RunningProcess } from '../e2e/support/processes';
import type { AppUnderTest } from './app-under-test';
import type { Ledger } from './ledger';
import { choose, type Step, type StepKind } from './schedule';
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

type Run = (world: World, step: Step) => Promise<string | undefined>;

/** What each step does. Answers what it was done to, or undefined when there was nothing to do it to. */
export const steps: Record<StepKind, Run> = {
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
  write: (world, step) => enqueue(world, step, (token) => `write ${token}.md: ${token}`),
  slow: (world, step) => enqueue(world, step, (token) => `slow 40\nwrite ${token}.md: ${token}`),
  run: (world, step) => enqueue(world, step, (token) => `run sleep 0.3 && echo ${token}`),
  fail: (world, step) => enqueue(world, step, (token) => `write ${token}.md: ${token}\nfail`),
  flood: (world, step) => enqueue(world, step, (token) => `flood ${token}`, flood),
  forget: (world, step) => enqueue(world, step, (token) => `say ${token}`, forgetful),
  answer: async ({ app, ledger }, { pick }) => {
    if (ledger.permissions.length === 0) return undefined;
    const { sessionId, requestId, optionIds } = choose(ledger.permissions, pick);
    const optionId = choose(optionIds, (pick * 7919) % 1);
    const input = { sessionId, requestId: requestId as never, optionId };
    return said(optionId, await app.call('permission.answer', input));
  },
  cancel: async ({ app }, { pick }) => {
    const open = openTurns(app);
    if (open.length === 0) return undefined;
    const { sessionId, id, state } = choose(open, pick);
    return said(`${state.status} ${id}`, await app.call('turn.cancel', { sessionId, turnId: id }));
  },
  withdraw: (world, { pick }) => withdraw(world, pick),
  'edit queued': (world, { pick }) => editQueued(world, pick),
  reorder: async ({ app }, { pick }) => {
    const queued = openTurns(app).filter(({ state }) => state.status === 'queued');
    const sessionId = queued.length > 0 ? choose(queued, pick).sessionId : undefined;
    const mine = queued.filter((turn) => turn.sessionId === sessionId).map(({ id }) => id);
    if (!sessionId || mine.length < 2) return undefined;
    return said(sessionId, await app.call('turn.reorder', { sessionId, turnIds: mine.reverse() }));
  },
  'pause queue': async ({ app, ledger }, { pick }) => {
    const sessionId = pickSession(ledger, pick);
    return sessionId && said(sessionId, await app.call('turn.pauseQueue', { sessionId }));
  },
  'force end': async ({ app }, { pick }) => {
    const active = openTurns(app).filter(({ state }) => state.status !== 'queued');
    if (active.length === 0) return undefined;
    const { sessionId, id } = choose(active, pick);
    return said(id, await app.call('turn.forceEnd', { sessionId, turnId: id }));
  },
  continue: (world, { pick }) => resolve(world, 'turn.continue', 'continued', pick),
  dismiss: (world, { pick }) => resolve(world, 'turn.dismiss', 'dismissed', pick),
  decide: async ({ app, ledger }, { pick }) => {
    const lost = readStored(app.home).lost.filter(({ sessionId }) => !ledger.archived.has(sessionId));
    if (lost.length === 0) return undefined;
    const decision = choose(['summary', 'fresh', 'retry'] as const, (pick * 7919) % 1);
    const input = { ...choose(lost, pick), decision };
    return said(`${input.sessionId} ${decision}`, await app.call('agent.decideContext', input));
  },
  draft: async ({ app, ledger }, { pick }) => {
    const sessionId = pickSession(ledger, pick);
    if (!sessionId) return undefined;
    const text = `half a prompt ${pick}`;
    ledger.drafts.set(sessionId, undefined);
    const result = await app.call('session.keepDraft', { sessionId, draft: { text, mentions: [] } });
    if (result?.ok) ledger.drafts.set(sessionId, text);
    return said(text, result);
  },
  'resume queue': async ({ app, ledger }, { pick }) => {
    const sessionId = pickSession(ledger, pick);
    return sessionId && said(sessionId, await app.call('turn.resumeQueue', { sessionId }));
  },
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
  'jump clock': async ({ app }, { pick }) => {
    const minutes = Math.round((pick - 0.5) * 240);
    await app.jumpClock(minutes);
    return `by ${minutes} minutes`;
  },
  reload: async ({ app }) => {
    await app.reload();
    return 'the window';
  },
  'crash window': async (world) => {
    await world.app.crashWindow();
    const left = await world.app.quit();
    await world.restart(left);
    return `with ${left.length} processes`;
  },
  'kill agent': async ({ app }, { pick }) => killAgent(app, pick),
  'kill asking agent': async ({ app, ledger }, { pick }) =>
    ledger.permissions.length === 0 ? undefined : killAgent(app, pick),
  'kill main': async (world, step) => {
    // Prompts and changes are on their way when it dies: some of these are never answered.
    const onTheirWay = [steps.write(world, step), steps.slow(world, { ...step, pick: (step.pick * 31) % 1 })];
    onTheirWay.push(decide(world, 'change.accept', step.pick));
    await delay(step.pick * 120);
    const left = await world.app.kill();
    await Promise.all(onTheirWay);
    await world.restart(left);
    return `with ${left.length} processes`;
  },
  'kill start': async (world, { pick }) => {
    const left = await world.app.kill();
    const after = Math.floor(pick * 2500);
    left.push(...(await world.app.killAtStart(after)));
    await world.restart(left);
    return `after ${after} ms, with ${left.length} processes`;
  },
  quit: async (world) => {
    const left = await world.app.quit();
    await world.restart(left);
    return `with ${left.length} processes`;
  },
};

function killAgent(app: AppUnderTest, pick: number): string | undefined {
  const agents = app.processes().filter(({ command }) => /agent\.js|flood\.mjs|retells\.mjs/.test(command));
  if (agents.length === 0) return undefined;
  const { pid, command } = choose(agents, pick);
  killIfThere(pid);
  return command;
}

async function resolve(
  { app, ledger }: World,
  method: 'turn.continue' | 'turn.dismiss',
  resolution: Resolution,
  pick: number,
): Promise<string | undefined> {
  const resumable = readStored(app.home).turns.filter(
    (turn) => isResumable(turn) && !ledger.archived.has(turn.sessionId),
  );
  if (resumable.length === 0) return undefined;
  const { sessionId, id } = choose(resumable, pick);
  const result = await app.call(method, { sessionId, turnId: id });
  if (result?.ok) ledger.resolved.set(id, resolution);
  return said(id, result);
}

async function editQueued({ app, ledger }: World, pick: number): Promise<string | undefined> {
  const queued = openTurns(app).filter(({ state }) => state.status === 'queued');
  const own = queued.flatMap((turn) => {
    const prompt = ledger.prompt(turn.id);
    return prompt ? [{ turn, prompt }] : [];
  });
  if (own.length === 0) return undefined;
  const { turn, prompt } = choose(own, pick);
  const text = `${prompt.text} edited`;
  const input = { sessionId: turn.sessionId, turnId: turn.id, prompt: [{ type: 'text' as const, text }] };
  const result = await app.call('turn.edit', input);
  if (result?.ok) prompt.text = text;
  else if (!result) prompt.maybe = text;
  return said(text, result);
}

async function enqueue(
  { app, ledger }: World,
  { pick }: Step,
  textOf: (token: string) => string,
  agent: AgentId = builtin,
): Promise<string | undefined> {
  const sessionId = pickSession(ledger, pick);
  if (!sessionId) return undefined;
  const text = textOf(`p${ledger.prompts.length}`);
  const prompt: Ledger['prompts'][number] = { text, sessionId, agent, withdrawn: 'no' };
  ledger.prompts.push(prompt);
  const result = await app.call('turn.enqueue', { sessionId, agent, prompt: [{ type: 'text', text }] });
  if (result?.ok) prompt.turnId = result.value.id;
  return said(JSON.stringify(text), result);
}

async function withdraw({ app, ledger }: World, pick: number): Promise<string | undefined> {
  const queued = openTurns(app).filter(({ state }) => state.status === 'queued');
  if (queued.length === 0) return undefined;
  const { sessionId, id } = choose(queued, pick);
  const result = await app.call('turn.withdraw', { sessionId, turnId: id });
  const prompt = ledger.prompt(id as TurnId);
  if (prompt && (!result || result.ok)) prompt.withdrawn = result ? 'yes' : 'maybe';
  return said(id, result);
}

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

/** Out of sight, in the archive or the bin; `restore` brings it back from either. */
async function putAway(
  { app, ledger }: World,
  method: 'session.archive' | 'session.delete',
  pick: number,
): Promise<string | undefined> {
  const sessionId = pickSession(ledger, pick);
  if (!sessionId) return undefined;
  ledger.archived.add(sessionId);
  const result = await app.call(method, { sessionId });
  if (result && !result.ok) ledger.archived.delete(sessionId);
  return said(sessionId, result);
}

/** Into a branch that nobody has checked out, as it was previewed. */
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

export async function listSessions(app: AppUnderTest): Promise<Session[]> {
  const all = await app.call('session.listArchived', {});
  const snapshot = await app.call('app.snapshot', {});
  await app.watch();
  return [...(snapshot?.ok ? snapshot.value.sessions : []), ...(all?.ok ? all.value : [])];
}

export function openTurns(app: AppUnderTest) {
  return readStored(app.home).turns.filter(({ state }) => state.status !== 'ended');
}

function pickSession({ sessions, archived }: Ledger, pick: number): SessionId | undefined {
  const open = [...sessions].filter((id) => !archived.has(id));
  return open.length === 0 ? undefined : choose(open, pick);
}

/** An agent may end by itself right before. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function said(what: string, result: { ok: boolean; error?: { code: string } } | undefined): string {
  return `${what} -> ${result ? (result.ok ? 'done' : result.error?.code) : 'no answer'}`;
}
