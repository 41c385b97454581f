import { type PlanEntry, RequestError } from '@agentclientprotocol/sdk';
import { AgentError } from '../agent-error';
import type { Turn } from '../turn';
import { pause } from '../turn-output';

const STEP_MS = 250;
const LINE_MS = 200;

const PLAN_STEPS = ['Look at what there is', 'Make the change', 'Check the result', 'Sum up'];

/** Shows a plan whose entries go from pending over in progress to completed. */
export async function tickPlan(turn: Turn): Promise<void> {
  for (let done = 0; done <= PLAN_STEPS.length; done++) {
    const entries = PLAN_STEPS.map(
      (content, index): PlanEntry => ({
        content,
        priority: index === 1 ? 'high' : 'medium',
        status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
      }),
    );
    await turn.output.update({ sessionUpdate: 'plan', entries }, { transient: done < PLAN_STEPS.length });
    if (done < PLAN_STEPS.length) await pause(STEP_MS, turn.signal);
  }
  await turn.output.say('All four steps of this example plan are done. No file was touched.\n');
}

/** Streams numbered lines, one every 200 ms. */
export async function streamSlowly(turn: Turn, lines: number): Promise<void> {
  const messageId = turn.output.newMessageId();
  for (let line = 1; line <= lines; line++) {
    await turn.output.chunk('agent_message_chunk', `Line ${line} of ${lines}.  \n`, messageId);
    await pause(LINE_MS, turn.signal);
  }
}

/** Streams reasoning, then an answer. */
export async function thinkAloud(turn: Turn): Promise<void> {
  await turn.output.think(
    'This is what reasoning looks like while it streams. A model would weigh here what to read first, ' +
      'which files matter and what could go wrong. I only follow plain commands, so there is little to weigh.',
  );
  await turn.output.say('And this is the answer that follows the reasoning.\n');
}

/** Asks a permission that stands for nothing, and tells what the answer was. */
export async function askExample(turn: Turn): Promise<void> {
  const start = { title: 'An example that does nothing', kind: 'other', name: 'ask' } as const;
  const answer = await turn.withCall(start, async (call) => {
    const chosen = await turn.ask(call, 'Always allow');
    if (chosen === 'reject_once') await call.fail('You rejected it.');
    return chosen;
  });
  const said = { allow_once: 'allowed it once', allow_always: 'allowed it always' } as Record<string, string>;
  await turn.output.say(`You ${said[answer] ?? 'rejected it'}. Nothing was at stake.\n`);
}

/** Shows a tool call that fails. */
export async function failExample(turn: Turn): Promise<void> {
  await turn.withCall({ title: 'An example that fails', kind: 'other', name: 'fail' }, async (call) => {
    await call.show([]);
    throw new AgentError('This example always fails; nothing is wrong.');
  });
}

/** Ends the turn as a failure of the agent itself would. */
export function endWithError(): never {
  throw new RequestError(-32603, 'This is an example of an agent error; nothing is wrong.', {
    example: true,
  });
}
