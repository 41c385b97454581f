import type { KeptCommentDraft } from '../../../shared/domain/comment-draft';
import type { SessionId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { KeptSoon } from '../../lib/kept-soon';
import { reportError } from '../../lib/toasts';
import type { ChangesStore } from './changes-slice';
import type { CommentDraft } from './model/file-remarks';

/** Has the host keep the comments of a session that are being written. */
export interface CommentDraftKeeper {
  /** Keeps it when the typing pauses; one without text is not kept. */
  soon(draft: CommentDraft): void;
  /** Keeps what still waits now, so that the host has it before it is asked to make a comment of it. */
  now(key: string): void;
  gone(key: string): void;
}

interface Kept {
  sessionId: SessionId;
  key: string;
  draft: KeptCommentDraft | null;
}

const kept = new KeptSoon<string, Kept>((_place, draft) => {
  call('comment.keepDraft', draft).catch(reportError);
});
if (typeof window !== 'undefined') kept.keepOnLeave();

export function commentDraftKeeper(sessionId: SessionId): CommentDraftKeeper {
  const placeOf = (key: string) => `${sessionId} ${key}`;
  return {
    soon: (draft) => kept.soon(placeOf(draft.key), { sessionId, key: draft.key, draft: toKept(draft) }),
    now: (key) => kept.now(placeOf(key)),
    gone(key) {
      kept.soon(placeOf(key), { sessionId, key, draft: null });
      kept.now(placeOf(key));
    },
  };
}

function toKept({ saving: _saving, wantsFocus: _focus, ...draft }: CommentDraft): KeptCommentDraft | null {
  return draft.text.trim() === '' ? null : draft;
}

/** Brings back the comments that were being written when the window was last here, unless it knows better. */
export function bringBackDrafts(store: ChangesStore, before: readonly KeptCommentDraft[]): void {
  const { draftsBroughtBack, commentDrafts } = store.getState();
  if (draftsBroughtBack) return;
  const brought = before.map((draft): [string, CommentDraft] => [
    draft.key,
    { ...draft, saving: false, wantsFocus: false } as CommentDraft,
  ]);
  store.setState({ draftsBroughtBack: true, commentDrafts: new Map([...brought, ...commentDrafts]) });
}
