import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Item } from '../../../../src/renderer/features/changes/views/decisions-popover';
import { changesStrings } from '../../../../src/renderer/strings/changes';
import type { Decision } from '../../../../src/shared/domain/decision';

const decision = (over: Partial<Decision>, what: Partial<Decision['what']> = {}): Decision => ({
  ...{
    ordinal: 1,
    kind: 'accept',
    undone: false,
    at: 0,
    what: { files: 1, path: 'a.ts', partly: false, ...what },
  },
  ...over,
});

it('past decisions say on which lines or files they were', () => {
  const text = (what: Partial<Decision['what']>) => changesStrings.decision(decision({}, what));
  expect(text({})).toBe('Accepted a.ts');
  expect(text({ partly: true })).toBe('Accepted a part of a.ts');
  expect(text({ partly: true, lines: { side: 'new', range: [3, 5] } })).toBe('Accepted lines 3–5 of a.ts');
  expect(text({ partly: true, lines: { side: 'old', range: [7, 7] } })).toBe(
    'Accepted removed line 7 of a.ts',
  );
  expect(text({ files: 3 })).toBe('Accepted a.ts and 2 more');
});

it('an undo says what it took back, and a decision when it was made', () => {
  const undone = decision({ kind: 'reject', undone: true }, { files: 2 });
  const undo = decision({ kind: 'undo', ordinal: 2, undoes: 1, at: Date.UTC(2026, 1, 3, 12) });
  const names = { agent: () => '', turn: () => undefined, prompt: () => undefined };
  const html = renderToStaticMarkup(
    <Item decision={undo} undoes={undone} names={names} busy={false} onUndo={() => {}} />,
  );
  expect(html).toContain('Undid: rejected a.ts and 1 more');
  expect(html).toMatch(/<time[^>]*>[^<]*2026/);
});

it('an acceptance that was committed says so, and offers no undo', () => {
  const names = { agent: () => '', turn: () => undefined, prompt: () => undefined };
  const item = (over: Partial<Decision>) =>
    renderToStaticMarkup(
      <Item decision={decision(over)} undoes={undefined} names={names} busy={false} onUndo={() => {}} />,
    );
  expect(item({})).toContain('<button');
  expect(item({ committed: true })).not.toContain('<button');
  expect(item({ committed: true })).toContain('committed');
});
