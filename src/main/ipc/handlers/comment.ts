import type { Comments } from '../../services/comments/comments';
import type { Store } from '../../store/store';
import type { AreaHandlers } from '../handler';

export function commentHandlers(
  comments: Comments,
  store: Pick<Store, 'commentDrafts' | 'sessions'>,
): AreaHandlers<'comment'> {
  return {
    'comment.add': (input) => comments.add(input),
    'comment.edit': ({ sessionId, commentId, text, draftKey }) =>
      comments.edit(sessionId, commentId, text, draftKey),
    'comment.resolve': ({ sessionId, commentId }) => comments.resolve(sessionId, commentId),
    'comment.reopen': ({ sessionId, commentId }) => comments.reopen(sessionId, commentId),
    'comment.keepDraft': ({ sessionId, key, draft }) => {
      store.sessions.get(sessionId);
      store.commentDrafts.put(sessionId, key, draft);
    },
    'comment.delete': ({ sessionId, commentId }) => comments.delete(sessionId, commentId),
    'comment.send': ({ sessionId, sendings }) => comments.send(sessionId, sendings),
  };
}
