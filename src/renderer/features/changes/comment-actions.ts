import type { Change } from '../../../shared/domain/change';
import { MAX_COMMENT_TEXT, type ReviewComment, type Sending } from '../../../shared/domain/comment';
import type { AgentId, CommentId, SessionId } from '../../../shared/domain/ids';
import type { Call } from '../../lib/bridge';
import type { Notice } from '../../lib/toasts';
import { commentsStrings as strings } from '../../strings/comments';
import { type ChangesStore, withEntry } from './changes-slice';
import type { CommentDraftKeeper } from './keep-comment-drafts';
import type { CommentTarget } from './model/comment-target';
import { type CommentDraft, draftKey } from './model/file-remarks';

interface Deps {
  sessionId: SessionId;
  store: ChangesStore;
  call: Call;
  keeper: CommentDraftKeeper;
  notify(notice: Notice): void;
  reportError(error: unknown): void;
  /** Resolves when the window has been told of a comment. */
  told(comment: CommentId): Promise<void>;
}

/** What the reader can do with comments; each reports its own failure. */
export class CommentActions {
  private saved = 0;
  /** Comments that were just saved here, until their cards have brought themselves into sight. */
  private readonly unseen = new Set<CommentId>();

  constructor(private readonly deps: Deps) {}

  /** Opens a box for a comment on these lines, or on the file as a whole; the one there is when it was begun before. */
  begin(change: Change, target: CommentTarget | null): void {
    const { store } = this.deps;
    const { collapsed, commentDrafts, diffs } = store.getState();
    const key = draftKey(change.id, target);
    const loaded = diffs.get(change.id);
    const fresh = { key, fileId: change.id, text: '', saving: false };
    const shown = sidesOf(loaded?.state.status === 'ready' ? loaded.shown : change);
    this.keep({ shown, ...fresh, ...(target && { target }), ...commentDrafts.get(key), wantsFocus: true });
    store.setState({ collapsed: withEntry(collapsed, change.id, false), selection: null });
  }

  /** Opens a box to give an open comment another text. */
  edit(change: Change, { id, text }: ReviewComment): void {
    const key = draftKey(change.id, null, id);
    const shown = sidesOf(change);
    this.keep({ key, fileId: change.id, shown, editing: id, text, saving: false, wantsFocus: true });
    this.keepSoon(key);
  }

  type(key: string, text: string): void {
    this.change(key, { text });
    this.keepSoon(key);
  }

  focused(key: string): void {
    this.change(key, { wantsFocus: false });
  }

  /** Closes the box and keeps what is written as a comment; it opens again when that fails. False when it may not be kept. */
  save(key: string): boolean {
    const draft = this.deps.store.getState().commentDrafts.get(key);
    if (!draft || !canSave(draft.text)) return false;
    void this.store(draft);
    return true;
  }

  private async store(draft: CommentDraft): Promise<void> {
    const { call, sessionId, store, keeper, told, reportError } = this.deps;
    const { key, editing, target, text, shown } = draft;
    keeper.now(key);
    this.saved += 1;
    const underWay = `saving ${this.saved}`;
    this.forget(key);
    this.keep({ ...draft, key: underWay, saving: true });
    try {
      if (editing !== undefined) {
        await call('comment.edit', { sessionId, commentId: editing, text, draftKey: key });
        this.unseen.add(editing);
      } else {
        const { side, range } = target ?? { side: 'new' as const, range: undefined };
        const { id } = await call('comment.add', {
          ...{ sessionId, ...shown, side, text, draftKey: key },
          ...(range && { range }),
        });
        // It stands there as being saved until it stands there as saved.
        await told(id);
        this.unseen.add(id);
      }
    } catch (error) {
      // Meanwhile another may have been begun in the same place.
      const begun = store.getState().commentDrafts.get(key)?.text;
      this.keep({ ...draft, text: begun ? `${text}\n\n${begun}` : text, wantsFocus: false });
      this.keepSoon(key);
      reportError(error);
    } finally {
      this.forget(underWay);
    }
  }

  /** True, once, for a comment that was just saved here: its card is to be seen where it now stands. */
  takeUnseen(comment: CommentId): boolean {
    return this.unseen.delete(comment);
  }

  /** Closes the box; what was written can be brought back for a while. */
  discard(key: string): void {
    const { store, keeper, notify } = this.deps;
    const draft = store.getState().commentDrafts.get(key);
    if (!draft) return;
    this.forget(key);
    keeper.gone(key);
    if (draft.text.trim() === '') return;
    const run = () => {
      this.keep({ ...draft, wantsFocus: true });
      this.keepSoon(key);
    };
    notify({ id: 'comment', title: strings.discarded, action: { label: strings.undo, run } });
  }

  async resolve({ id: commentId, sessionId }: ReviewComment): Promise<void> {
    await this.asking(() => this.deps.call('comment.resolve', { sessionId, commentId }));
  }

  async reopen({ id: commentId, sessionId }: ReviewComment): Promise<void> {
    await this.asking(() => this.deps.call('comment.reopen', { sessionId, commentId }));
  }

  /** Deletes a comment; it can be written anew as it was for a while. */
  async remove(comment: ReviewComment): Promise<void> {
    const { call, notify } = this.deps;
    const { id: commentId, sessionId, path, pathBytes, side, madeOn, text } = comment;
    if (!(await this.asking(() => call('comment.delete', { sessionId, commentId })))) return;
    const { oid, range } = madeOn;
    const place = { path, side, oldOid: oid, newOid: oid, ...(pathBytes !== undefined && { pathBytes }) };
    const run = () =>
      void this.asking(() => call('comment.add', { sessionId, ...place, text, ...(range && { range }) }));
    notify({ id: 'comment', title: strings.deleted, action: { label: strings.undo, run } });
  }

  /** Sends the comments to these agents, one prompt each. */
  async send(sendings: readonly Sending[], nameOf: (agent: AgentId) => string): Promise<void> {
    const { call, sessionId, notify } = this.deps;
    if (sendings.length === 0) {
      notify({ id: 'comment', title: strings.nothingToSend });
      return;
    }
    const asked = sendings.map(({ to, comments }) => ({ to, commentIds: comments.map(({ id }) => id) }));
    if (!(await this.asking(() => call('comment.send', { sessionId, sendings: asked })))) return;
    const count = sendings.reduce((sum, { comments }) => sum + comments.length, 0);
    const title = strings.sent(
      count,
      sendings.map(({ to }) => nameOf(to)),
    );
    notify({ id: 'comment', title, tone: 'success' });
  }

  measured(key: string, height: number): void {
    const { remarkHeights } = this.deps.store.getState();
    if (remarkHeights.get(key) === height) return;
    this.deps.store.setState({ remarkHeights: withEntry(remarkHeights, key, height) });
  }

  /** True when it was done. */
  private async asking(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.deps.reportError(error);
      return false;
    }
  }

  private keepSoon(key: string): void {
    const draft = this.deps.store.getState().commentDrafts.get(key);
    if (draft) this.deps.keeper.soon(draft);
  }

  private keep(draft: CommentDraft): void {
    const { commentDrafts } = this.deps.store.getState();
    this.deps.store.setState({ commentDrafts: withEntry(commentDrafts, draft.key, draft) });
  }

  private change(key: string, change: Partial<CommentDraft>): void {
    const draft = this.deps.store.getState().commentDrafts.get(key);
    if (draft) this.keep({ ...draft, ...change });
  }

  private forget(key: string): void {
    const { commentDrafts } = this.deps.store.getState();
    this.deps.store.setState({ commentDrafts: withEntry(commentDrafts, key, undefined) });
  }
}

export function canSave(text: string): boolean {
  return text.trim() !== '' && text.length <= MAX_COMMENT_TEXT;
}

/** The two texts that a comment can be about. */
function sidesOf({ path, pathBytes, oldOid, newOid }: CommentDraft['shown']): CommentDraft['shown'] {
  return { path, oldOid, newOid, ...(pathBytes !== undefined && { pathBytes }) };
}
