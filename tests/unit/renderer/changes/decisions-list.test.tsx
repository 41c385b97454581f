import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { undoneDecision } from '../../../../src/renderer/features/changes/model/undone-decision';
import { Item } from '../../../../src/renderer/features/changes/views/decisions-popover';
import { changesStrings } from '../../../../src/renderer/strings/changes';
import { timelineStrings } from '../../../../src/renderer/strings/timeline';
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
  // As the timeline calls it.
  expect(changesStrings.decision(decision({ kind: 'rewind' }))).toBe('Rewound a.ts');
  expect(timelineStrings.done(1)).toBe('Rewound 1 file');
});

const names = { agent: () => '', turn: () => undefined, prompt: () => undefined };

/** A row of the list, which holds these decisions, newest first. */
const row = (shown: Decision, all: readonly Decision[] = [shown]) =>
  renderToStaticMarkup(
    <Item
      decision={shown}
      listed={undoneDecision(shown, all)}
      names={names}
      busy={false}
      onUndo={() => {}}
    />,
  );

it('an undo says what it took back and offers to do that again, and a decision says when it was made', () => {
  const undone = decision({ kind: 'reject', undone: true }, { files: 2 });
  const undo = decision({ kind: 'undo', ordinal: 2, undoes: 1, at: Date.UTC(2026, 1, 3, 12) });
  const html = row(undo, [undo, undone]);
  expect(html).toContain('Undid: rejected a.ts and 1 more');
  expect(html).toMatch(/<time[^>]*>[^<]*2026/);
  expect(html).toContain('aria-label="Redo: Rejected a.ts and 1 more"');
  expect(html).toContain('>Redo<');
  expect(html).not.toContain('>Undo<');

  const redo = decision({ kind: 'undo', ordinal: 3, undoes: 2 });
  const again = row(redo, [redo, { ...undo, undone: true }, { ...undone, undone: false }]);
  expect(again).toContain('Redid: rejected a.ts and 1 more');
  expect(again).toContain('aria-label="Undo: Rejected a.ts and 1 more"');
  expect(row({ ...undo, undone: true }, [redo, undo, undone])).not.toContain('<button');
  // What it undid is too long ago to be listed: nobody could say what a button would do.
  expect(row(undo)).not.toContain('<button');
});

it('an acceptance that was committed says so, and offers no undo', () => {
  const item = (over: Partial<Decision>) => row(decision(over));
  expect(item({})).toContain('<button');
  expect(item({ committed: true })).not.toContain('<button');
  expect(item({ committed: true })).toContain('committed');
});
