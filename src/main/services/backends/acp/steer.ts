import { RequestError } from '@agentclientprotocol/sdk';
import type { ContentBlock } from '../../../../shared/domain/content';
import type { Steered } from '../../agent-backend';
import { recordOf } from './json';
import type { LiveAgent } from './live-agent';
import { toPromptBlocks } from './map-content';
import type { SessionEvents } from './session-events';

/**
 * Puts a prompt into the running turn (`_session/steering`). Every answer but the two that name it leaves the prompt with
 * us. We ask for that when no turn runs; an agent that starts a turn of its own all the same has the prompt, so it is
 * told and not sent twice.
 */
export async function steerTurn(
  live: LiveAgent,
  events: SessionEvents,
  sessionId: string,
  prompt: readonly ContentBlock[],
): Promise<Steered> {
  let answer: unknown;
  try {
    answer = await live.ask(
      '_session/steering',
      {
        sessionId,
        prompt: toPromptBlocks(prompt, live.promptAbilities),
        _meta: { steering: { idleBehavior: 'promptRequired' } },
      },
      live.deadlines.steer,
    );
  } catch (error) {
    return error instanceof RequestError ? 'refused' : 'unknown';
  }
  const { outcome } = recordOf(answer);
  if (outcome !== 'injected' && outcome !== 'startedNewTurn') return 'refused';
  // The user's words come between what the agent said before and what it says now.
  events.breakMessage();
  if (outcome === 'injected') return 'taken';
  events.say({
    kind: 'notice',
    severity: 'warning',
    title: `${live.agent.name} had finished and works on this message by itself`,
    detail: 'It tells no end of that work. Stop the agent to end it.',
  });
  return 'taken';
}
