import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SeparatorRow } from '../../../../src/renderer/features/changes/views/rows/separator-row';

const frame = { row: 0, top: 0, height: 28, tabIndex: -1 as const, busy: false };
const names = { agent: () => '', turn: () => undefined, prompt: () => undefined };

it('above a hunk at the top of the file there is nothing to expand, and still the hunk to decide on', () => {
  const shown = (hidden: number, onExpand?: () => void) =>
    renderToStaticMarkup(
      <SeparatorRow
        {...frame}
        {...{ hidden, names, onExpand }}
        section=""
        authors={[]}
        decided={undefined}
        onDecide={() => {}}
      />,
    );
  const top = shown(0);
  expect(top).toContain('Start of the file');
  expect(top).not.toContain('Show more');
  expect(top).not.toContain('chevrons');
  expect(top).toContain('Accept this hunk');
  expect(shown(7, () => {})).toContain('chevrons');
});

it('shows on its button what was decided on the hunk, and takes no other decision on it', () => {
  const row = renderToStaticMarkup(
    <SeparatorRow
      {...{ ...frame, names }}
      hidden={0}
      section=""
      authors={[]}
      decided="reject"
      onDecide={() => {}}
      onExpand={undefined}
    />,
  );
  const [reject, accept] = ['Reject this hunk', 'Accept this hunk'].map(
    (label) => row.match(new RegExp(`<button[^>]*aria-label="${label}"[^>]*>`))?.[0],
  );
  expect(reject).toContain('aria-busy="true"');
  expect(accept).not.toContain('aria-busy');
  expect([reject, accept].every((button) => button?.includes('aria-disabled="true"'))).toBe(true);
});
