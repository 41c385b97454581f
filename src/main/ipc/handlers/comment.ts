import type { Comments } from '../../services/comments';
import type { Store } from '../../store/store';
import type { AreaHandlers } from '../handler';

export function commentHandlers(
  comments: Comments,
  store: Pick<Store, 'commentDrafts'>,
): AreaHandlers<'comment'> {
  return {
    'comment.add': (input) => comments.add(input),
    'comment.edit': ({ sessionId, commentId, text }) => comments.edit(sessionId, commentId, text),
    'comment.resolve': ({ sessionId, commentId }) => comments.resolve(sessionId, commentId),
    'comment.reopen': ({ sessionId, commentId }) => comments.reopen(sessionId, commentId),
    'comment.keepDrafts': ({ sessionId, drafts }) => store.commentDrafts.replaceAll(sessionId, drafts),
    'comment.delete': ({ sessionId, commentId }) => comments.delete(sessionId, commentId),
    'comment.send': ({ sessionId, sendings }) => comments.send(sessionId, sendings),
  };
}
