// How soon a typed letter is on screen, while nothing happens and while eight agents speak.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { agentId } from '../../src/shared/domain/ids';
import { addSession, type BenchApp, type BenchSession, showSession } from '../lib/app';
import { type Delays, delaysOf } from '../lib/loop-watch';
import { watchMain } from '../lib/main-loop';
import { makeRepository } from '../lib/make-repository';
import { printTable } from '../lib/table';

/** In `agents.json`. */
export const STREAMING = agentId.parse('streaming');
const AGENTS = 8;
const PER_SECOND = 200;
const KEYS = 300;
/** Milliseconds between two keys. */
const PAUSE = 60;

export async function measureTyping(bench: BenchApp, folder: string): Promise<void> {
  const repository = makeRepository(join(folder, 'repository-typing'), 20);
  const sessions: BenchSession[] = [];
  for (let index = 0; index < AGENTS; index++) {
    sessions.push(await addSession(bench, repository, `Speaks ${index}.`));
  }
  await showSession(bench, sessions[0] as BenchSession);
  const quiet = await type(bench);
  // Every agent is started and has spoken before it counts.
  await Promise.all(sessions.map((session) => speak(bench, session, 'pace 20 1')));
  await delay(10_000);
  const seconds = Math.ceil((KEYS * PAUSE * 3) / 1000);
  await Promise.all(sessions.map((session) => speak(bench, session, `pace ${PER_SECOND} ${seconds}`)));
  await delay(3_000);
  const busy = await type(bench);
  printTable(
    `Typing in the composer, ${KEYS} keys: p50/p99/max, ms`,
    ['', 'key to paint', 'longest task', "main's loop, CPU", 'on the clock'],
    [
      ['quiet', ...quiet],
      [`${AGENTS} agents at ${PER_SECOND}/s`, ...busy],
    ],
  );
}

async function speak({ call }: BenchApp, { id }: BenchSession, text: string): Promise<void> {
  await call('turn.enqueue', { sessionId: id, agent: STREAMING, prompt: [{ type: 'text', text }] });
}

async function type(bench: BenchApp): Promise<string[]> {
  const { page } = bench;
  const composer = page.getByLabel(/^Prompt for /);
  await composer.fill('');
  await composer.focus();
  await page.evaluate(() => [benchTools.takeKeys(), benchTools.takeLongTasks()]);
  const stop = await watchMain(bench);
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press(key % 6 === 5 ? 'Space' : 'a');
    await delay(PAUSE);
  }
  const { cpu, wall } = await stop();
  const [keys, tasks] = await page.evaluate(
    () => [benchTools.takeKeys(), benchTools.takeLongTasks()] as const,
  );
  const longest = tasks.length === 0 ? 'none over 50 ms' : `${Math.max(...tasks)} (${tasks.length} over 50)`;
  return [figures(delaysOf(keys)), longest, figures(cpu), figures(wall)];
}

function figures({ p50, p99, max }: Delays): string {
  return [p50, p99, max].map((value) => value.toFixed(1)).join('/');
}
