import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Change, ChangePart } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { RowSelection } from './model/choose-lines';
import type { DiffState } from './model/file-body';
import type { CommentDraft } from './model/file-remarks';
import type { Find } from './model/find-matches';
import { type GeneratedReason, generatedReason } from './model/generated';
import { type AuthorKey, shownChange, turnKey } from './model/list-changes';

export type Decision = 'accept' | 'reject';

/** A part of a file as it is on screen, and what becomes of it. */
export interface DecidedPart {
  decision: Decision;
  part: ChangePart;
}

/** A diff as it is on screen, with the blobs it was computed from. */
export interface LoadedDiff {
  shown: ShownChange;
  state: DiffState;
}

/** Where the keyboard is: a file's header (`row` -1) or one of its rows. */
export interface Cursor {
  fileId: string;
  row: number;
}

/** What the panel of one session remembers; the changes themselves are the app store's. */
export interface ChangesUi {
  query: string;
  authors: ReadonlySet<AuthorKey>;
  /** Only what the reader opened or closed; the rest is as `isCollapsed` says. */
  collapsed: ReadonlyMap<string, boolean>;
  wrap: boolean;
  listShown: boolean;
  cursor: Cursor | null;
  /** The file at the top of the window. */
  top: string | null;
  diffs: ReadonlyMap<string, LoadedDiff>;
  /**
   * What the reader last saw of each pending file, or was told that it changed to, or left of it themselves; absent where
   * only the list showed it. It outlives the diff.
   */
  seen: ReadonlyMap<string, ShownChange>;
  /** Lines of context asked for, by file. */
  contexts: ReadonlyMap<string, number>;
  /** Files that are not as the reader last saw them, until they were looked at. */
  updated: ReadonlySet<string>;
  pending: ReadonlyMap<string, Decision>;
  /** Files whose new diff is not here yet, and the parts of the one that is that were decided on. */
  awaited: ReadonlyMap<string, readonly DecidedPart[]>;
  /** Decisions on parts that wait for such a diff, by file. */
  waiting: ReadonlyMap<string, number>;
  /** The lines chosen to be decided on together. */
  selection: RowSelection | null;
  /** Comments being written, by key. */
  commentDrafts: ReadonlyMap<string, CommentDraft>;
  /** Those that were kept are among them. */
  draftsBroughtBack: boolean;
  /** Measured heights of what was said about lines, by its key. */
  remarkHeights: ReadonlyMap<string, number>;
  /** The list of all comments is open. */
  commentsListed: boolean;
  /** What a file's new side was when the reader ticked it off, by `fileKey`. */
  viewed: ReadonlyMap<string, string>;
  /** Whether the repository's attributes call a file generated, by `fileKey`; absent where they say nothing. */
  attributes: ReadonlyMap<string, boolean>;
  /** Files whose lines are shown though nobody can read them. */
  shownAnyway: ReadonlySet<string>;
  /** Decided and confirmed by the host, until its next list arrives: the blobs decided on, by file. */
  decided: ReadonlyMap<string, string>;
  /** True once something was accepted or rejected here: an empty list is then an achievement. */
  hasDecided: boolean;
  /** False while no decision is known that could be undone. */
  canUndo: boolean;
  refreshing: boolean;
  /** The search, while its bar is open. */
  find: Find | null;
}

export type ChangesStore = UseBoundStore<StoreApi<ChangesUi>>;

export const initialChangesUi: ChangesUi = {
  query: '',
  authors: new Set(),
  collapsed: new Map(),
  wrap: true,
  listShown: true,
  cursor: null,
  top: null,
  diffs: new Map(),
  seen: new Map(),
  contexts: new Map(),
  updated: new Set(),
  pending: new Map(),
  awaited: new Map(),
  waiting: new Map(),
  selection: null,
  commentDrafts: new Map(),
  draftsBroughtBack: false,
  remarkHeights: new Map(),
  commentsListed: false,
  viewed: new Map(),
  attributes: new Map(),
  shownAnyway: new Set(),
  decided: new Map(),
  hasDecided: false,
  canUndo: false,
  refreshing: false,
  find: null,
};

/** What of it the panel around the diffs shows: all but what changes while one scrolls. */
export type PanelUi = Omit<ChangesUi, 'top' | 'diffs' | 'seen' | 'updated' | 'remarkHeights'>;

const MAX_REMEMBERED = 8;
const stores = new Map<SessionId, ChangesStore>();

/** The panel state of a session, kept while the window lives so that coming back finds it as it was left. */
export function changesStore(session: SessionId): ChangesStore {
  const store = stores.get(session) ?? create<ChangesUi>()(() => initialChangesUi);
  stores.delete(session);
  stores.set(session, store);
  for (const id of [...stores.keys()].slice(0, -MAX_REMEMBERED)) {
    const { commentDrafts, waiting } = stores.get(id)?.getState() ?? initialChangesUi;
    if (commentDrafts.size + waiting.size === 0) stores.delete(id);
  }
  return store;
}

/** Shows only what one turn changed. */
export function showTurn(session: SessionId, turn: string): void {
  changesStore(session).setState({ authors: new Set([turnKey(turn)]), query: '' });
}

type CollapsedBy = Pick<ChangesUi, 'collapsed' | 'viewed' | 'attributes'>;

/** What the reader said, else: a deleted or generated file, and one ticked off, shows only its header. */
export function isCollapsed(ui: CollapsedBy, change: Change): boolean {
  const said = ui.collapsed.get(change.id);
  if (said !== undefined) return said;
  return isViewed(ui, change) || change.status === 'deleted' || whyGenerated(ui, change) !== undefined;
}

/** Why a file counts as written by a tool; undefined when it does not. */
export function whyGenerated(
  { attributes }: Pick<ChangesUi, 'attributes'>,
  change: Change,
): GeneratedReason | undefined {
  return generatedReason(change.path, attributes.get(fileKey(change)));
}

/** True while a file is as it was when the reader ticked it off. */
export function isViewed({ viewed }: Pick<ChangesUi, 'viewed'>, change: Change): boolean {
  return viewed.get(fileKey(change)) === newSide(change);
}

/** What a file is now: its mode and content. */
export function newSide({ newMode, newOid }: Pick<ShownChange, 'newMode' | 'newOid'>): string {
  return `${newMode} ${newOid}`;
}

/** Both sides of a change, for telling whether it is still the one that was shown or decided on. */
export function contentKey(change: Pick<ShownChange, 'oldOid' | 'newOid' | 'oldMode' | 'newMode'>): string {
  return `${change.oldMode} ${change.oldOid} ${newSide(change)}`;
}

/** A copy of a map with `value` at `key`, or without it when `undefined`. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | undefined): Map<K, V> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}

/** A change as the reader knows it, which may be older than the list: only that may be decided on. */
export function asShown({ seen }: Pick<ChangesUi, 'seen'>, change: Change): ShownChange {
  return seen.get(change.id) ?? shownChange(change);
}
