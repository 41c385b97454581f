import { describe, expect, it } from 'vitest';
import type { AgentEvent, AgentEventBody } from '../../../src/shared/domain/agent-event';
import { agentId, sessionId, turnId } from '../../../src/shared/domain/ids';
import type { Turn, TurnState } from '../../../src/shared/domain/turn';
import {
  checkContexts,
  checkCounting,
  checkKept,
  checkPrompts,
  checkShown,
  checkTranscripts,
  checkTurns,
} from '../../faults/invariants';
import { Ledger } from '../../faults/ledger';
import { planSteps } from '../../faults/schedule';

const session = sessionId.parse('s');
const agent = agentId.parse('builtin');
const id = turnId.parse('t');

const turn = (state: TurnState, more: Partial<Turn> = {}): Turn => ({
  ...{ id, sessionId: session, agent, position: 1, createdAt: 1, startedAt: 2, state },
  prompt: [{ type: 'text', text: 'write a.md: p0' }],
  ...more,
});
const event = (seq: number, body: AgentEventBody): AgentEvent => ({
  ...{ ...body, sessionId: session, seq, ts: seq, agent, turnId: id, origin: 'live' },
});
const text = (seq: number, said: string, op: 'append' | 'replace' = 'append') =>
  event(seq, { kind: 'text', messageId: 'm', op, block: { type: 'text', text: said } });
const ended = (seq: number) => event(seq, { kind: 'turn_ended', stopReason: 'end_turn' });
const stored = (turns: Turn[], events: AgentEvent[] = []) => ({
  turns,
  events: new Map([[session, events]]),
  drafts: new Map<string, string>(),
  lost: [],
  decisions: [],
  comments: new Map(),
});

function ledgerOf(...shown: AgentEvent[]): Ledger {
  const ledger = new Ledger();
  ledger.prompts.push({ text: 'write a.md: p0', sessionId: session, agent, turnId: id, withdrawn: 'no' });
  ledger.shown.set(session, shown);
  return ledger;
}

const done: TurnState = { status: 'ended', stopReason: 'end_turn' };

describe('the invariants of the fault harness', () => {
  it('see a prompt that is gone, doubled, or there although it was withdrawn', () => {
    const ledger = ledgerOf();
    const there = turn({ status: 'queued' });
    expect(checkPrompts(ledger, stored([there]))).toEqual([]);
    expect(checkPrompts(ledger, stored([]))).toHaveLength(1);
    expect(checkPrompts(ledger, stored([there, { ...there, id: turnId.parse('u') }]))).toHaveLength(1);
    (ledger.prompts[0] as Ledger['prompts'][number]).withdrawn = 'yes';
    expect(checkPrompts(ledger, stored([there]))).toHaveLength(1);
  });

  it('see a turn that nothing runs, one without its end, one with two, and one that changed after it', () => {
    const ended1 = stored([turn(done, { endedAt: 3 })], [ended(1)]);
    expect(checkTurns(ledgerOf(), ended1, 10)).toEqual([]);
    expect(checkTurns(ledgerOf(), stored([turn({ status: 'running' })]), 10)).toHaveLength(1);
    expect(checkTurns(ledgerOf(), stored([turn({ status: 'running' })]), 1)).toEqual([]);
    expect(checkTurns(ledgerOf(), stored([turn(done, { endedAt: 3 })]), 10)).toHaveLength(1);
    expect(
      checkTurns(ledgerOf(), stored([turn(done, { endedAt: 3 })], [ended(1), ended(2)]), 10),
    ).toHaveLength(1);
    const ledger = ledgerOf();
    checkTurns(ledger, ended1, 10);
    checkTurns(ledger, stored([turn({ status: 'ended', stopReason: 'interrupted' }, { endedAt: 3 })]), 10);
    expect(ledger.problems).toHaveLength(1);
  });

  it('see shown text that is lost or out of order, and other events that are gone', () => {
    const ledger = ledgerOf(text(1, 'one '), text(2, 'two '), ended(3));
    expect(checkShown(ledger, stored([], [text(1, 'one two three', 'replace'), ended(3)]))).toEqual([]);
    expect(checkShown(ledger, stored([], [text(1, 'one ', 'replace'), ended(3)]))).toHaveLength(1);
    expect(checkShown(ledger, stored([], [text(1, 'two one ', 'replace'), ended(3)]))).toHaveLength(1);
    expect(checkShown(ledger, stored([], [text(1, 'one two ', 'replace')]))).toHaveLength(1);
  });

  it('see what is counted twice or not at all', () => {
    expect(checkCounting(stored([], [text(1, 'Line 1 of 9.\nLine 2 of 9.')]))).toEqual([]);
    expect(checkCounting(stored([], [text(1, 'Line 1 of 9.\nLine 1 of 9.')]))).toHaveLength(1);
    expect(checkCounting(stored([], [text(1, '0 1 3 ')]))).toHaveLength(1);
  });

  it('see text that still streams after the end of its turn', () => {
    expect(checkTranscripts(stored([turn(done)], [text(1, 'one')]))).toHaveLength(1);
    expect(checkTranscripts(stored([turn(done)], [text(1, 'one', 'replace')]))).toEqual([]);
  });

  it('take a prompt that was sent again for one, but not for two', () => {
    const first = turn({ status: 'ended', stopReason: 'interrupted' }, { resolution: 'continued' });
    const again = turn({ status: 'queued' }, { id: turnId.parse('u'), position: 2 });
    expect(checkPrompts(ledgerOf(), stored([first]))).toEqual([]);
    expect(checkPrompts(ledgerOf(), stored([first, again]))).toEqual([]);
    expect(
      checkPrompts(ledgerOf(), stored([first, again, { ...again, id: turnId.parse('v') }])),
    ).toHaveLength(1);
  });

  it('see a place taken twice, a decision that is forgotten and a draft that is lost', () => {
    const one = turn({ status: 'ended', stopReason: 'interrupted' }, { resolution: 'dismissed' });
    const ledger = ledgerOf();
    ledger.resolved.set(id, 'dismissed');
    ledger.drafts.set(session, 'half');
    const kept = { ...stored([one]), drafts: new Map([['s', 'half']]) };
    expect(checkKept(ledger, kept)).toEqual([]);
    expect(checkKept(ledger, stored([one]))).toHaveLength(1);
    const { resolution: _, ...undecided } = one;
    expect(checkKept(ledger, { ...kept, turns: [undecided] })).toHaveLength(1);
    expect(checkKept(ledger, { ...kept, turns: [one, { ...one, id: turnId.parse('u') }] })).toHaveLength(1);
  });

  it('see a prompt that went to an agent before the user had decided about its conversation', () => {
    const lost = event(1, { kind: 'context_lost', nativeSessionId: 'n', reason: 'gone' });
    const decided = event(2, { kind: 'context_decided', decision: 'fresh' });
    const sent = event(3, { kind: 'turn_started', prompt: [] });
    expect(checkContexts(stored([], [lost, decided, sent]))).toEqual([]);
    expect(checkContexts(stored([], [lost, sent]))).toHaveLength(1);
  });

  it('are put to the same steps by the same seed', () => {
    expect(planSteps(7, 40)).toEqual(planSteps(7, 40));
    expect(planSteps(7, 40)).not.toEqual(planSteps(8, 40));
  });
});
