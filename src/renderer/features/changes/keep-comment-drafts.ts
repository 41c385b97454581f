import type { KeptCommentDraft } from '../../../shared/domain/comment-draft';
import type { SessionId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { KeptSoon } from '../../lib/kept-soon';
import { reportError } from '../../lib/toasts';
import type { ChangesStore } from './changes-slice';
import type { CommentDraft } from './model/file-remarks';

const kept = new KeptSoon<KeptCommentDraft[]>((sessionId, drafts) => {
  call('comment.keepDrafts', { sessionId, drafts }).catch(reportError);
});
if (typeof window !== 'undefined') kept.keepOnLeave();

/**
 * Brings back the comments that were being written when the window was last here, unless it knows better, and has the
 * host keep what is written from now on. Answers what ends that.
 */
export function followCommentDrafts(
  sessionId: SessionId,
  store: ChangesStore,
  before: readonly KeptCommentDraft[],
): () => void {
  const { draftsBroughtBack, commentDrafts } = store.getState();
  if (!draftsBroughtBack) {
    const brought = before.map((draft): [string, CommentDraft] => [
      draft.key,
      { ...draft, saving: false, wantsFocus: false } as CommentDraft,
    ]);
    store.setState({ draftsBroughtBack: true, commentDrafts: new Map([...brought, ...commentDrafts]) });
  }
  return store.subscribe((now, last) => {
    if (now.commentDrafts !== last.commentDrafts) kept.soon(sessionId, toKept(now.commentDrafts));
  });
}

/** What is on its way to the host already is kept there as a comment. */
function toKept(drafts: ReadonlyMap<string, CommentDraft>): KeptCommentDraft[] {
  return [...drafts.values()].flatMap(({ saving, wantsFocus: _focus, ...draft }) =>
    saving || draft.text.trim() === '' ? [] : [draft as KeptCommentDraft],
  );
}
