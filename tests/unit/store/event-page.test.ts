import { describe, expect, it } from 'vitest';
import { MAX_EXTRA_ROWS, type PageSource, pageRows } from '../../../src/main/store/event-page';
import type { EventRow } from '../../../src/main/store/event-row';

type Part = Partial<EventRow> & { kind: string };

/** A log of the given rows at positions 1, 2, 3 ... */
function logOf(parts: Part[]): { rows: EventRow[]; source: PageSource } {
  const rows = parts.map((part, index) => ({
    ...{ session_id: 's', turn_id: null, agent: 'a', origin: 'live' as const, ts: 0, message_id: null },
    ...{ parent_tool_call_id: null, body: '{}' },
    ...part,
    seq: index + 1,
  }));
  return {
    rows,
    source: {
      before: (before, limit) => rows.filter((row) => row.seq < before).slice(-limit),
      turnStart: (ids, before) =>
        rows.find((r) => r.kind === 'turn_started' && r.seq < before && ids.includes(r.turn_id ?? ''))?.seq,
      count: (from, before) => rows.filter((row) => row.seq >= from && row.seq < before).length,
    },
  };
}

const started = (turn: string): Part => ({ kind: 'turn_started', turn_id: turn });
const said = (turn: string, message: string): Part => ({ kind: 'text', turn_id: turn, message_id: message });
const seqs = (rows: EventRow[]) => rows.map((row) => row.seq);

describe('pageRows', () => {
  it('grows back to where the turn began', () => {
    const { source } = logOf([started('1'), said('1', 'm'), started('2'), said('2', 'n'), said('2', 'n')]);
    expect(seqs(pageRows(source, 100, 1))).toEqual([3, 4, 5]);
    expect(seqs(pageRows(source, 3, 1))).toEqual([1, 2]);
    expect(pageRows(source, 1, 10)).toEqual([]);
  });

  it('grows back over every turn it finds a piece of', () => {
    const { source } = logOf([started('1'), started('2'), said('1', 'm'), said('2', 'n'), said('1', 'm')]);
    expect(seqs(pageRows(source, 100, 1))).toEqual([1, 2, 3, 4, 5]);
    expect(seqs(pageRows(source, 5, 1))).toEqual([1, 2, 3, 4]);
  });

  it('does not grow for events outside of turns', () => {
    const { source } = logOf([started('1'), { kind: 'config' }, { kind: 'usage' }]);
    expect(seqs(pageRows(source, 100, 1))).toEqual([3]);
  });

  it('cuts a turn that is too long between messages', () => {
    const long = Array.from({ length: MAX_EXTRA_ROWS * 2 }, (_, index) =>
      said('1', `m${Math.floor(index / 3)}`),
    );
    const { rows, source } = logOf([started('1'), ...long]);
    let before = rows.length + 1;
    const pages: EventRow[][] = [];
    while (before > 1) {
      const page = pageRows(source, before, 50);
      pages.unshift(page);
      before = (page[0] as EventRow).seq;
    }
    expect(pages.flat()).toEqual(rows);
    const openings = pages.map((page) => page.map((row) => row.message_id));
    for (const [index, ids] of openings.entries()) expect(openings[index - 1] ?? []).not.toContain(ids[0]);
  });

  it('keeps a tool call with its updates when it cuts a turn', () => {
    const call: Part = { kind: 'tool_call', turn_id: '1', message_id: 't' };
    const update: Part = { kind: 'tool_update', turn_id: '1', message_id: 't' };
    const filler = Array.from({ length: MAX_EXTRA_ROWS * 2 }, (_, index) => said('1', `m${index}`));
    const { rows, source } = logOf([started('1'), ...filler, call, ...filler.slice(0, 500), update]);
    const page = pageRows(source, rows.length + 1, 10);
    expect(page[0]?.kind).toBe('tool_call');
    expect(page).toHaveLength(502);
  });

  it('is bounded even when one message is longer than a page can be', () => {
    const long = Array.from({ length: MAX_EXTRA_ROWS * 2 }, () => said('1', 'm'));
    const { rows, source } = logOf([started('1'), ...long]);
    expect(pageRows(source, rows.length + 1, 10)).toHaveLength(MAX_EXTRA_ROWS + 10);
  });
});
