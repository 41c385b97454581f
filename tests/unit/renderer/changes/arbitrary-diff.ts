import type { DiffState } from '../../../../src/renderer/features/changes/model/file-body';
import type { Change, DiffLine, FileDiff, Hunk } from '../../../../src/shared/domain/change';
import { sessionId } from '../../../../src/shared/domain/ids';
import { fc } from '../../../support/properties';

type TextDiff = Extract<FileDiff, { kind: 'text' }>;

const arbText = fc.oneof(
  fc.constantFrom(
    '',
    'return value;',
    '  if (ready) {',
    '\tconst name = other(1, 2);  ',
    '}\r',
    '漢字 mixed 🙂',
  ),
  fc.string({ maxLength: 60, unit: 'grapheme' }).filter((text) => !/[\n\r]/.test(text)),
);
const arbRun = fc.record({
  type: fc.constantFrom('context', 'delete', 'insert') as fc.Arbitrary<DiffLine['type']>,
  texts: fc.array(arbText, { minLength: 1, maxLength: 6 }),
});

/** A diff whose hunks are numbered as git numbers them. */
export const arbDiff: fc.Arbitrary<TextDiff> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 30 }),
      runs: fc.array(arbRun, { minLength: 1, maxLength: 6 }),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((specs) => {
    let oldLine = 1;
    let newLine = 1;
    const hunks = specs.map(({ gap, runs }): Hunk => {
      oldLine += gap;
      newLine += gap;
      const oldStart = oldLine;
      const newStart = newLine;
      const lines = runs.flatMap(({ type, texts }) =>
        texts.map((text): DiffLine => {
          const line: DiffLine = { type, text };
          if (type !== 'insert') line.oldLine = oldLine++;
          if (type !== 'delete') line.newLine = newLine++;
          return line;
        }),
      );
      return {
        oldStart,
        oldLines: oldLine - oldStart,
        newStart,
        newLines: newLine - newStart,
        section: '',
        lines,
      };
    });
    return { kind: 'text', hunks, truncated: false, eol: 'lf' };
  });

export function change(over: Partial<Change> = {}): Change {
  const path = over.path ?? `src/${over.id ?? 'file'}.ts`;
  return {
    id: path,
    sessionId: sessionId.parse('s1'),
    path,
    status: 'modified',
    oldMode: '100644',
    newMode: '100644',
    oldOid: 'a'.repeat(40),
    newOid: 'b'.repeat(40),
    binary: false,
    symlink: false,
    submodule: false,
    insertions: 1,
    deletions: 1,
    authors: [],
    ...over,
  };
}

export function ready(diff: FileDiff, context = 3): DiffState {
  return { status: 'ready', diff, context };
}
