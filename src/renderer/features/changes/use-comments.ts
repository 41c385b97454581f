import { useMemo } from 'react';
import { type ReviewComment, sendingsOf } from '../../../shared/domain/comment';
import type { CommentId, SessionId } from '../../../shared/domain/ids';
import { useApp } from '../../lib/app-store';
import { becomes } from '../../lib/becomes';
import type { ChangesStore } from './changes-slice';
import type { CommentActions } from './comment-actions';
import type { AuthorNames } from './views/author-marks';
import type { ChangesViewProps } from './views/changes-view-props';

const noComments: ReviewComment[] = [];

/** The session's comments and who gets the open ones: where no agent wrote the lines, the one at work last. */
export function useComments(
  sessionId: SessionId,
  store: ChangesStore,
  actions: CommentActions,
  names: AuthorNames,
): ChangesViewProps['comments'] {
  const comments = useApp((state) => (state.open?.id === sessionId ? state.open.comments : noComments));
  const otherwise = useApp((state) => {
    const turns = state.open?.id === sessionId ? state.open.turns : [];
    return turns.at(-1)?.agent ?? state.settings.defaultAgent;
  });
  const catalog = useApp((state) => state.catalog);
  const commentDrafts = store((ui) => ui.commentDrafts);
  const listed = store((ui) => ui.commentsListed);
  return useMemo(
    () => ({
      comments,
      drafts: [...commentDrafts.values()],
      actions,
      listed,
      onListed: (commentsListed) => store.setState({ commentsListed }),
      sendings: sendingsOf(comments, otherwise),
      agents: catalog.filter(({ availability }) => availability.kind === 'ready').map(({ id }) => id),
      onSend: (sendings) => void actions.send(sendings, names.agent),
    }),
    [comments, otherwise, catalog, commentDrafts, listed, store, actions, names],
  );
}

/** The answer to a call may overtake the event; one that never comes must not hold anybody up. */
const TOLD_DEADLINE = 2_000;

/** Resolves when the window has been told of a comment. */
export function toldOf(comment: CommentId): Promise<void> {
  return becomes(
    useApp,
    ({ open }) => open?.comments.some(({ id }) => id === comment) ?? true,
    TOLD_DEADLINE,
  );
}
