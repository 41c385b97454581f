import { setTimeout as delay } from 'node:timers/promises';
import type { AppUnderTest } from './app-under-test';
import { promptSteps } from './prompt-steps';
import { reviewSteps } from './review-steps';
import { choose, type StepKind } from './schedule';
import type { Run } from './world';

/** What goes wrong. */
export const faultSteps = {
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
    const onTheirWay = [
      promptSteps.write(world, step),
      promptSteps.slow(world, { ...step, pick: (step.pick * 31) % 1 }),
    ];
    const review = ['accept', 'commit', 'integrate', 'rewind', 'undo'] as const;
    onTheirWay.push(reviewSteps[choose(review, (step.pick * 7919) % 1)](world, step));
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
} satisfies Partial<Record<StepKind, Run>>;

function killAgent(app: AppUnderTest, pick: number): string | undefined {
  const agents = app.processes().filter(({ command }) => /agent\.js|flood\.mjs|retells\.mjs/.test(command));
  if (agents.length === 0) return undefined;
  const { pid, command } = choose(agents, pick);
  killIfThere(pid);
  return command;
}

/** An agent may end by itself right before. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
