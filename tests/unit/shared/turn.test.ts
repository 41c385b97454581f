import { describe, expect, it } from 'vitest';
import { isActive, reduceTurn, type TurnSignal, type TurnState } from '../../../src/shared/domain/turn';
import { fc } from '../../support/properties';

const order = { queued: 0, starting: 1, running: 2, awaiting: 2, ended: 3 };

const signal: fc.Arbitrary<TurnSignal> = fc.oneof(
  fc.constantFrom<TurnSignal>({ type: 'start' }, { type: 'run' }, { type: 'await' }, { type: 'resume' }),
  fc.constantFrom<TurnSignal>({ type: 'end', stopReason: 'end_turn' }, { type: 'end', stopReason: 'failed' }),
);

describe('a turn', () => {
  it('goes from queued to ended and waits for the user in between', () => {
    const signals: TurnSignal[] = [
      { type: 'start' },
      { type: 'run' },
      { type: 'await' },
      { type: 'resume' },
      { type: 'end', stopReason: 'end_turn' },
    ];
    const seen: string[] = [];
    signals.reduce<TurnState>(
      (state, next) => {
        const reached = reduceTurn(state, next);
        seen.push(reached.status);
        return reached;
      },
      { status: 'queued' },
    );
    expect(seen).toEqual(['starting', 'running', 'awaiting', 'running', 'ended']);
  });

  it('never goes back and never comes back to life, whatever arrives late or twice', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 30 }), (signals) => {
        let state: TurnState = { status: 'queued' };
        for (const next of signals) {
          const reached = reduceTurn(state, next);
          expect(order[reached.status]).toBeGreaterThanOrEqual(order[state.status]);
          if (state.status === 'ended') expect(reached).toBe(state);
          state = reached;
        }
      }),
    );
  });

  it('keeps the first reason it ended for', () => {
    const ended = reduceTurn({ status: 'running' }, { type: 'end', stopReason: 'cancelled' });
    expect(reduceTurn(ended, { type: 'end', stopReason: 'end_turn' })).toEqual({
      status: 'ended',
      stopReason: 'cancelled',
    });
    expect(isActive(ended)).toBe(false);
  });
});
