import type { Comments } from '../../services/comments';
import type { AreaHandlers } from '../handler';

export function commentHandlers(comments: Comments): AreaHandlers<'comment'> {
  return {
    'comment.add': (input) => comments.add(input),
    'comment.edit': ({ sessionId, commentId, text }) => comments.edit(sessionId, commentId, text),
    'comment.resolve': ({ sessionId, commentId }) => comments.resolve(sessionId, commentId),
    'comment.reopen': ({ sessionId, commentId }) => comments.reopen(sessionId, commentId),
    'comment.delete': ({ sessionId, commentId }) => comments.delete(sessionId, commentId),
    'comment.send': ({ sessionId, sendings }) => comments.send(sessionId, sendings),
  };
}
