import { describe, expect, it } from 'vitest';
import { isStubborn, silenceOf } from '../../../../src/renderer/features/composer/model/silence';
import type { AgentId, SessionId, TurnId } from '../../../../src/shared/domain/ids';
import type { Turn, TurnState } from '../../../../src/shared/domain/turn';

function turn(status: 'queued' | 'starting' | 'running' | 'awaiting', startedAt = 100_000): Turn {
  const state: TurnState = { status };
  const [id, sessionId, agent] = ['t1' as TurnId, 's1' as SessionId, 'deaf' as AgentId];
  return { id, sessionId, agent, prompt: [], state, position: 1, createdAt: 1, startedAt };
}

describe('the silence of a turn', () => {
  it('counts from the last word, and is said after a minute', () => {
    expect(silenceOf(turn('running'), 200_000, 259_999)).toBeNull();
    expect(silenceOf(turn('running'), 200_000, 260_000)).toBe(60_000);
    expect(silenceOf(turn('running'), 200_000, 275_500)).toBe(75_500);
  });

  it('counts from the start of the turn when nothing was said in it', () => {
    expect(silenceOf(turn('running'), undefined, 160_000)).toBe(60_000);
    expect(silenceOf(turn('running'), 5_000, 130_000)).toBeNull();
  });

  it('counts while the agent is starting, too', () => {
    expect(silenceOf(turn('starting'), undefined, 160_000)).toBe(60_000);
  });

  it('is none while the turn waits for the user or for its place in the queue', () => {
    for (const status of ['queued', 'awaiting'] as const) {
      expect(silenceOf(turn(status), 200_000, 900_000)).toBeNull();
    }
  });

  it('is none when the clock was set back', () => {
    expect(silenceOf(turn('running'), 200_000, 150_000)).toBeNull();
  });
});

describe('a stopped turn', () => {
  it('counts as stubborn a while after it was stopped', () => {
    expect(isStubborn(undefined, 9e9)).toBe(false);
    expect(isStubborn(1_000, 5_999)).toBe(false);
    expect(isStubborn(1_000, 6_000)).toBe(true);
  });
});
