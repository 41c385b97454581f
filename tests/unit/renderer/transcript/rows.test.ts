import { describe, expect, it } from 'vitest';
import { agentsIn, isPrepended, toRows } from '../../../../src/renderer/features/transcript/model/rows';
import type { AgentId } from '../../../../src/shared/domain/ids';
import type { Entry } from '../../../../src/shared/domain/transcript';
import { fc } from '../../../support/properties';
import { prompted, said } from './entries';

const claude = 'claude' as AgentId;

describe('toRows', () => {
  it('puts a header on the first entry of each group', () => {
    const entries = [prompted('a', 'go'), said('a', '1'), said('a', '2'), said('b', '3'), said('a', '4')];
    expect(toRows(entries, null).map((row) => row.head)).toEqual([false, true, false, true, true]);
  });

  it('shows one agent, regrouped', () => {
    const entries = [said('a', '1'), said('claude', '2'), said('a', '3'), said('claude', '4')];
    const rows = toRows(entries, claude);
    expect(rows.map((row) => row.entry.agent)).toEqual(['claude', 'claude']);
    expect(rows.map((row) => row.head)).toEqual([true, false]);
  });

  it('leaves out messages in which nothing was said', () => {
    expect(toRows([said('a', ' \n'), said('a', 'x')], null)).toHaveLength(1);
  });

  it('keeps the identity of rows that did not change', () => {
    const entries = [said('a', '1'), said('a', '2')];
    const before = toRows(entries, null);
    const after = toRows([entries[0] as Entry, said('a', '2b'), said('a', '3')], null, before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  it('gives the same rows with and without reuse', () => {
    const entry = fc
      .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('', 'x'))
      .map(([agent, text]) => said(agent, text));
    fc.assert(
      fc.property(fc.array(entry), fc.array(entry), (first, more) => {
        const all = [...first, ...more];
        expect(toRows(all, null, toRows(first, null))).toEqual(toRows(all, null));
      }),
    );
  });

  it('lists agents by first appearance', () => {
    expect(agentsIn([said('b', ''), said('a', ''), said('b', '')])).toEqual(['b', 'a']);
  });
});

describe('isPrepended', () => {
  const rows = toRows([said('a', '1'), said('b', '2'), said('a', '3'), said('b', '4')], null);
  it('is true only for an older page in front', () => {
    expect(isPrepended(rows.slice(2), rows)).toBe(true);
    expect(isPrepended(rows.slice(0, 2), rows)).toBe(false);
    expect(isPrepended([], rows)).toBe(false);
    expect(isPrepended(rows, rows.slice(1))).toBe(false);
  });
});
