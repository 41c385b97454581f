import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LineCode } from '../../../../src/renderer/features/changes/views/rows/line-code';
import { labelOf } from '../../../../src/renderer/features/changes/views/rows/row-parts';
import type { Hunk } from '../../../../src/shared/domain/change';

it('a line shows and says characters that would make it seem another one', () => {
  const text = "if (level !== 'user\u202e\u2066// only for admins\u2069 \u2066') {";
  const hunk: Hunk = {
    ...{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, section: '' },
    lines: [{ type: 'insert', text, newLine: 1 }],
  };
  expect(labelOf({ type: 'insert', text: `${text}\r`, newLine: 1 }, undefined)).toBe(
    "added line 1: if (level !== 'user⟨U+202E⟩⟨U+2066⟩// only for admins⟨U+2069⟩ ⟨U+2066⟩') {",
  );
  const html = renderToStaticMarkup(
    <LineCode hunk={hunk} index={0} tokens={undefined} columns={0} found={undefined} />,
  );
  expect(html).toContain('⟨U+202E⟩⟨U+2066⟩// only for admins⟨U+2069⟩');
  expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
