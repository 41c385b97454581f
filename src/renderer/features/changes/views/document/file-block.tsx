// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row

import { memo } from 'react';
import type { Change, ChangePart } from '../../../../../shared/domain/change';
import { changesStrings as strings } from '../../../../strings/changes';
import type { DecidedPart, Decision } from '../../changes-slice';
import { partOfHunk, type Side } from '../../model/choose-lines';
import { moreContext } from '../../model/diff-rows';
import { type Block, blockHeight, bodyHeight } from '../../model/document-layout';
import type { BodyRow, DiffState } from '../../model/file-body';
import { type CommentDraft, remarksHeight } from '../../model/file-remarks';
import { type FoundInFile, marksOf } from '../../model/found-lines';
import type { AuthorKey } from '../../model/list-changes';
import { decisionOnHunk, decisionOnLine } from '../../model/parts-under-way';
import type { AuthorNames } from '../author-marks';
import { RemarkRow } from '../comments/remark-row';
import type { FileHandlers } from '../file-handlers';
import { ImageRow } from '../rows/image-row';
import { LineRow } from '../rows/line-row';
import { NoticeRow } from '../rows/notice-row';
import { PairRow } from '../rows/pair-row';
import { SeparatorRow } from '../rows/separator-row';
import styles from './file-block.module.css';
import { FileHeader } from './file-header';
import { onGutter } from './on-gutter';
import { SelectionBar } from './selection-bar';
import { pieceOf, type TokensOf, useChunkTokens } from './use-chunk-tokens';

export interface FileBlockProps {
  change: Change;
  block: Block;
  state: DiffState;
  /** Lines of context asked for. */
  context: number;
  updated: boolean;
  pending: Decision | undefined;
  /** Decisions on parts of it that wait for one before them. */
  waiting: number;
  /** Parts of it that are decided on and not gone yet. */
  decided: readonly DecidedPart[] | undefined;
  viewed: boolean;
  /** First and last of the selected rows; null when none of this file are. */
  selected: readonly [number, number] | null;
  /** The only side that is selected. */
  selectedSide: Side | undefined;
  names: AuthorNames;
  /** Comments being written, in any file. */
  drafts: ReadonlyMap<string, CommentDraft>;
  /** How many comments of this file are not resolved. */
  comments: number;
  /** Whose lines are looked for; nobody means everybody's. */
  chosen: ReadonlySet<AuthorKey>;
  /** What a search found in its lines. */
  found: FoundInFile | null;
  top: number;
  /** Rows to draw, half-open; `cursorRow` is drawn too, as what has the focus must not vanish. */
  firstRow: number;
  endRow: number;
  /** The row the keyboard is at, -1 for the header; `null` when it is in another file. */
  cursorRow: number | null;
  handlers: FileHandlers;
}

/** One file of the document: its bar and those of its rows that are on screen. */
export const FileBlock = memo(function FileBlock(props: FileBlockProps) {
  const { change, block, firstRow, endRow, cursorRow, handlers } = props;
  const { body } = block;
  const tokensOf = useChunkTokens(body.diff, change.path, piecesOn(body.rows.slice(firstRow, endRow)));
  const drawn = drawnRows(props);
  return (
    <section
      data-file={change.id}
      aria-label={change.path}
      className={styles.block}
      style={{ top: props.top, height: blockHeight(block), ['--digits' as string]: body.digits }}
    >
      <FileHeader
        change={change}
        collapsed={block.collapsed}
        updated={props.updated}
        pending={props.pending}
        waiting={props.waiting}
        names={props.names}
        tabIndex={cursorRow === -1 ? 0 : -1}
        onToggle={() => handlers.toggle(change)}
        viewed={props.viewed}
        onViewed={(viewed) => handlers.setViewed(change, viewed)}
        onDecide={(decision) => handlers.decide(decision, change)}
        comments={props.comments}
        onComment={() => handlers.comments.begin(change, null)}
      />
      {!block.collapsed && (
        <div
          role="grid"
          aria-label={strings.changedLines(change.path)}
          aria-rowcount={body.rows.length}
          className={styles.body}
          style={{ height: bodyHeight(body) }}
          onMouseDown={(event) => onGutter(event, props)}
        >
          {drawn.map((index) => (
            <Row key={index} {...props} row={body.rows[index] as BodyRow} index={index} tokensOf={tokensOf} />
          ))}
          {body.remarks.map(
            (remark) =>
              (remark.row < 0 || remark.draft !== undefined || drawn.includes(remark.row)) && (
                <RemarkRow
                  key={remark.key}
                  change={change}
                  remark={remark}
                  drafts={props.drafts}
                  names={props.names}
                  actions={handlers.comments}
                />
              ),
          )}
          {props.selected && <SelectionBar {...props} body={body} selected={props.selected} />}
        </div>
      )}
    </section>
  );
});

/** Rows on screen and the one with the cursor, all children of one element so that focus survives scrolling. */
function drawnRows({ firstRow, endRow, cursorRow, block }: FileBlockProps): number[] {
  const rows = Array.from({ length: endRow - firstRow }, (_, offset) => firstRow + offset);
  const outside = cursorRow !== null && (cursorRow < firstRow || cursorRow >= endRow);
  if (outside && cursorRow >= 0 && cursorRow < block.body.rows.length) rows.push(cursorRow);
  return rows;
}

function Row(props: FileBlockProps & { tokensOf: TokensOf; row: BodyRow; index: number }) {
  const { row, index, block, change, handlers, tokensOf, state, names, chosen, found } = props;
  const { diff, tops, columns, oneSided } = block.body;
  const height = (tops[index + 1] ?? 0) - (tops[index] ?? 0) - remarksHeight(block.body, index);
  const frame = {
    row: index,
    top: tops[index] ?? 0,
    height,
    tabIndex: props.cursorRow === index ? (0 as const) : (-1 as const),
  };
  const hunk = 'hunk' in row ? diff?.hunks[row.hunk] : undefined;
  const { selected } = props;
  const isSelected = selected !== null && index >= selected[0] && index <= selected[1];
  const busy = props.pending !== undefined;
  const onDecide = (part: ChangePart | null) =>
    part && !busy ? (decision: Decision) => handlers.decidePart(decision, change, part) : undefined;
  const isLeaving = (line: number | null) => {
    const source = props.decided && hunk?.lines[line ?? -1];
    return source !== undefined && decisionOnLine(props.decided ?? [], source) !== undefined;
  };
  switch (row.kind) {
    case 'line':
      return hunk && diff ? (
        <LineRow
          {...frame}
          {...{ diff, names, chosen }}
          hunk={hunk}
          selected={isSelected}
          line={row.line}
          leaving={isLeaving(row.line)}
          tokens={tokensOf(hunk, row.line)}
          columns={columns}
          oneSided={oneSided}
          found={marksOf(found, hunk.lines[row.line])}
        />
      ) : null;
    case 'pair':
      return hunk && diff ? (
        <PairRow
          {...frame}
          {...{ diff, names, chosen }}
          hunk={hunk}
          selected={isSelected}
          selectedSide={isSelected ? props.selectedSide : undefined}
          left={row.left}
          right={row.right}
          leftLeaves={isLeaving(row.left)}
          rightLeaves={isLeaving(row.right)}
          leftTokens={row.left === null ? undefined : tokensOf(hunk, row.left)}
          rightTokens={row.right === null ? undefined : tokensOf(hunk, row.right)}
          leftFound={marksOf(found, hunk.lines[row.left ?? -1])}
          rightFound={marksOf(found, hunk.lines[row.right ?? -1])}
          columns={columns}
        />
      ) : null;
    case 'separator': {
      const shown = state.status === 'ready' ? state.context : props.context;
      return (
        <SeparatorRow
          {...frame}
          hidden={row.hidden}
          section={hunk?.section ?? ''}
          authors={hunk?.authors ?? []}
          names={names}
          busy={shown !== props.context}
          decided={props.decided && hunk && decisionOnHunk(props.decided, hunk)}
          onDecide={onDecide(hunk ? partOfHunk(hunk) : null)}
          onExpand={
            row.hidden === 0 || moreContext(shown) === undefined
              ? undefined
              : () => handlers.expandContext(change)
          }
        />
      );
    }
    case 'truncated':
    case 'notice': {
      const notice = row.kind === 'notice' ? row.notice : { kind: row.kind };
      if (notice.kind === 'image') {
        return <ImageRow {...frame} change={change} loadImage={handlers.loadImage} />;
      }
      return (
        <NoticeRow
          {...frame}
          notice={notice}
          decided={props.decided?.find(({ part }) => part.mode)?.decision}
          onDecide={onDecide({ old: [], new: [], mode: true })}
          onRetry={() => handlers.retry(change)}
          onReveal={() => handlers.reveal(change)}
          onShowAnyway={() => handlers.showAnyway(change)}
        />
      );
    }
  }
}

function piecesOn(rows: readonly BodyRow[]): string[] {
  const pieces = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'line') pieces.add(pieceOf(row.hunk, row.line));
    if (row.kind !== 'pair') continue;
    for (const line of [row.left, row.right]) if (line !== null) pieces.add(pieceOf(row.hunk, line));
  }
  return [...pieces];
}
