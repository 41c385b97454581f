import { setTimeout as delay } from 'node:timers/promises';
import type { AgentId, TurnId } from '../../src/shared/domain/ids';
import { isResumable, type Resolution } from '../../src/shared/domain/turn';
import type { Ledger } from './ledger';
import { choose, type Step, type StepKind } from './schedule';
import { readStored } from './stored';
import { builtin, flood, forgetful, openTurns, pickSession, type Run, said, type World } from './world';

/** Longest that a session is left undisturbed, in milliseconds. */
const WORKS_FOR = 10_000;

/** What a user does with prompts. */
export const promptSteps = {
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
  'let work': (world, { pick }) => letWork(world, pick),
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
  'resume queue': async ({ app, ledger }, { pick }) => {
    const sessionId = pickSession(ledger, pick);
    return sessionId && said(sessionId, await app.call('turn.resumeQueue', { sessionId }));
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
} satisfies Partial<Record<StepKind, Run>>;

/** Lets a session get on undisturbed until a turn ends or a question is asked: with faults alone little is ever made. */
async function letWork({ app, ledger }: World, pick: number): Promise<string | undefined> {
  const sessionId = pickSession(ledger, pick);
  const open = () => openTurns(app).filter((turn) => turn.sessionId === sessionId).length;
  if (!sessionId || open() === 0) return undefined;
  await app.call('turn.resumeQueue', { sessionId });
  const before = ledger.endedTurns.size + ledger.permissions.length;
  const news = () => ledger.endedTurns.size + ledger.permissions.length !== before;
  const until = Date.now() + WORKS_FOR;
  while (!news() && open() > 0 && Date.now() < until) await delay(50);
  return `${sessionId}, ${open()} turns left`;
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
