import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { makeRepository } from '../e2e/support/coppice';
import { type RunningProcess, stillRunning } from '../e2e/support/processes';
import { AppUnderTest } from './app-under-test';
import {
  checkCommits,
  checkContexts,
  checkCounting,
  checkDecisions,
  checkGit,
  checkKept,
  checkPrompts,
  checkShown,
  checkTranscripts,
  checkTurns,
  userState,
} from './invariants';
import { Ledger } from './ledger';
import { planSteps } from './schedule';
import { steps } from './steps';
import { readStored } from './stored';
import { landingBranch, openTurns, type World } from './world';

const seed = Number(process.env.COPPICE_FAULTS_SEED ?? 1);
const minutes = Number(process.env.COPPICE_FAULTS_MINUTES ?? 1);
const count = Number(process.env.COPPICE_FAULTS_STEPS ?? 60);
const FAULTS = [
  'kill agent',
  'kill asking agent',
  'kill main',
  'kill start',
  'crash window',
  'force end',
  'quit',
  'reload',
  'jump clock',
];
const totals = new Map<string, number>();
const sums = { rounds: 0, prompts: 0, events: 0 };

// Each round has a seed of its own, so that what went wrong is replayed without those before it.
test('nothing is lost, whatever ends when', async () => {
  test.setTimeout(0);
  const until = Date.now() + minutes * 60_000;
  for (let round = seed; round === seed || Date.now() < until; round++) await runRound(round);
  const faults = FAULTS.map((kind) => `${totals.get(kind) ?? 0} ${kind}`).join(', ');
  const all = FAULTS.reduce((sum, kind) => sum + (totals.get(kind) ?? 0), 0);
  console.log(
    `Survived ${all} faults in ${sums.rounds} rounds (${faults}) with ${sums.prompts} prompts and ${sums.events} events.`,
  );
});

async function runRound(round: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'coppice-faults-'));
  console.log(`seed ${round}: ${count} steps in ${scratch}`);
  const repository = makeRepository(join(scratch, 'sample'));
  execFileSync('git', ['branch', landingBranch], { cwd: repository });
  writeAgents(scratch);
  const ledger = new Ledger();
  const app = new AppUnderTest(scratch, ledger);
  const taken: string[] = [];
  const before = userState(repository);
  const check = () => [
    ...checkNow(app, ledger),
    ...sameCheckout(before, repository),
    ...checkGit(repository),
    ...checkDecisions(ledger, readStored(app.home), repository),
    ...checkCommits(ledger, repository, landingBranch),
  ];
  try {
    await app.start();
    const opened = await app.call('repository.open', { path: repository });
    if (!opened?.ok || opened.value.kind !== 'opened') throw new Error('the repository was not opened');
    const restart = async (left: RunningProcess[]) => {
      ledger.forgetPermissions();
      await app.start();
      await expect.poll(() => stillRunning(left), { timeout: 15_000 }).toEqual([]);
      expect(check()).toEqual([]);
    };
    const world: World = { app, ledger, repositoryId: opened.value.repository.id, restart };
    await takeSteps(world, round, taken);
    await settle(world);
    await app.quit();
    expect([...check(), ...checkLog(app.home)]).toEqual([]);
    // Nothing heard would be nothing checked.
    expect(ledger.shown.size).toBeGreaterThan(0);
    console.log(`seed ${round} held: ${countsOf(ledger, app)}`);
    rmSync(scratch, { recursive: true, force: true });
  } catch (error) {
    console.log(`seed ${round} FAILED after:\n${taken.join('\n')}`);
    console.log(
      `What is left is in ${scratch}; replay: npm run test:faults -- --seed ${round} --minutes 0 --steps ${count}`,
    );
    throw error;
  } finally {
    await app.end();
  }
}

async function takeSteps(world: World, round: number, taken: string[]): Promise<void> {
  for (const [index, step] of planSteps(round, count).entries()) {
    taken.push(`${index} ${step.kind} ...`);
    const what = await steps[step.kind](world, step);
    taken[index] = `${index} ${step.kind}: ${what ?? 'nothing there'}`;
    console.log(`  ${taken[index]}`);
    if (what) totals.set(step.kind, (totals.get(step.kind) ?? 0) + 1);
    expect(world.ledger.problems).toEqual([]);
    await delay(step.pause);
  }
}

/** Whatever is open can be ended: no turn hangs for ever. */
async function settle({ app, ledger }: World): Promise<void> {
  for (const { sessionId, id } of openTurns(app)) await app.call('turn.cancel', { sessionId, turnId: id });
  await expect.poll(() => openTurns(app), { timeout: 30_000 }).toEqual([]);
  expect(ledger.problems).toEqual([]);
}

function checkNow(app: AppUnderTest, ledger: Ledger): string[] {
  const stored = readStored(app.home);
  return [
    ...checkPrompts(ledger, stored),
    ...checkTurns(ledger, stored, app.startedAt),
    ...checkShown(ledger, stored),
    ...checkCounting(stored),
    ...checkTranscripts(stored),
    ...checkContexts(stored),
    ...checkKept(ledger, stored),
    ...ledger.problems,
  ];
}

function sameCheckout(before: string, repository: string): string[] {
  const now = userState(repository);
  return now === before ? [] : [`the user's checkout was ${before} and is ${now}`];
}

function checkLog(home: string): string[] {
  const log = readFileSync(join(home, 'logs', 'coppice.log'), 'utf8');
  return log.split('\n').filter((line) => /"message":"(uncaught|unhandled)/.test(line));
}

function writeAgents(scratch: string): void {
  const agent = (id: string, program: string) => ({
    id,
    name: id,
    backend: 'acp',
    command: process.execPath,
    args: [resolve(import.meta.dirname, '../fakes/agents', program)],
  });
  const agents = [agent('flood', 'flood.mjs'), agent('forgetful', 'retells.mjs')];
  mkdirSync(join(scratch, 'data'), { recursive: true });
  writeFileSync(join(scratch, 'data', 'agents.json'), JSON.stringify({ agents }));
}

function countsOf({ prompts, shown, sessions, decisions }: Ledger, app: AppUnderTest): string {
  const heard = [...shown.values()].reduce((sum, events) => sum + events.length, 0);
  const { events } = readStored(app.home);
  const kept = [...events.values()].reduce((sum, log) => sum + log.length, 0);
  const faults = FAULTS.map((kind) => `${totals.get(kind) ?? 0} ${kind}`).join(', ');
  sums.rounds++;
  sums.prompts += prompts.length;
  sums.events += kept;
  const acknowledged = prompts.filter(({ turnId }) => turnId).length;
  return (
    `${sessions.size} sessions, ${decisions.length} decisions, ${acknowledged} prompts acknowledged of ${prompts.length} sent, ` +
    `${heard} events heard, ${kept} in the log; faults so far: ${faults}`
  );
}
