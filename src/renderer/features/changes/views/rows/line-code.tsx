import { memo } from 'react';
import type { Hunk } from '../../../../../shared/domain/change';
import { type Token, tokenClass } from '../../../../highlight';
import { cx } from '../../../../lib/cx';
import { revealInCode } from '../../../../markdown/reveal-hidden';
import { changesStrings as strings } from '../../../../strings/changes';
import type { FoundMark } from '../../model/found-lines';
import { lineSegments, type Segment } from '../../model/line-segments';
import { counterpartOf, lineText, trailingFrom } from '../../model/line-text';
import { wrapLine } from '../../model/wrap-line';
import styles from './diff-row.module.css';

interface LineCodeProps {
  hunk: Hunk;
  index: number;
  tokens: readonly Token[] | undefined;
  /** Columns before the line wraps; 0 when it does not. */
  columns: number;
  /** What a search found in it. */
  found: readonly FoundMark[] | undefined;
}

/** The text of one line: colours, changed words, trailing blanks, and what its end has to say. */
export const LineCode = memo(function LineCode({ hunk, index, tokens, columns, found }: LineCodeProps) {
  const line = hunk.lines[index];
  if (!line) return null;
  const shown = lineText(line);
  const counterpart = line.type === 'context' ? null : counterpartOf(hunk, index);
  const side = line.type === 'delete' ? 'old' : 'new';
  const rows = lineSegments(shown.text, {
    ...(tokens && { pieces: tokens }),
    ...(found && { found }),
    marks: counterpart?.words?.[side] ?? [],
    trailingFrom: trailingFrom(line, shown),
    breaks: wrapLine(shown.text, columns),
  });
  return (
    <>
      {rows.map((segments, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one text never move
        <span key={row} className={styles.codeRow}>
          {segments.map(segmentView)}
          {row === rows.length - 1 && <LineEnd hunk={hunk} index={index} />}
        </span>
      ))}
    </>
  );
});

/** Marks the match of a search that the reader is at. */
export const CURRENT_MATCH = 'data-current-match';

function segmentView(segment: Segment, index: number) {
  const isCurrent = segment.found === 'current';
  const text = revealInCode(segment.text);
  const className = cx(
    tokenClass(segment.kind),
    text !== segment.text && styles.revealed,
    segment.marked && styles.marked,
    segment.trailing && styles.trailing,
    segment.found && styles.found,
    isCurrent && styles.current,
  );
  return className ? (
    <span key={index} className={className} {...(isCurrent && { [CURRENT_MATCH]: true })}>
      {text}
    </span>
  ) : (
    text
  );
}

/** What stands after a line's text: left out characters, how it ends when that changed, a missing newline. */
function LineEnd({ hunk, index }: { hunk: Hunk; index: number }) {
  const line = hunk.lines[index];
  if (!line) return null;
  const { cut, carriageReturn } = lineText(line);
  const counterpart = line.type === 'context' ? null : counterpartOf(hunk, index);
  const other = counterpart ? hunk.lines[counterpart.other] : undefined;
  const endingChanged = other !== undefined && lineText(other).carriageReturn !== carriageReturn;
  return (
    <>
      {cut > 0 && <span className={styles.note}>{strings.cutChars(cut)}</span>}
      {endingChanged && line.type === 'insert' && (
        <span className={styles.note}>{strings.lineEndingChanged(carriageReturn)}</span>
      )}
      {endingChanged && line.type === 'delete' && carriageReturn && (
        <span className={styles.note}>{strings.carriageReturn}</span>
      )}
      {line.noNewline && <span className={styles.note}>{strings.noNewline}</span>}
    </>
  );
}
