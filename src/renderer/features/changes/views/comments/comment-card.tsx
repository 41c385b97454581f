import { Check, MessageSquare, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import type { ReviewComment } from '../../../../../shared/domain/comment';
import { fullTime, relativeTime } from '../../../../lib/format';
import { commentsStrings as strings } from '../../../../strings/comments';
import { Badge } from '../../../../ui/badge';
import type { CommentActions } from '../../comment-actions';
import type { AuthorNames } from '../author-marks';
import { RowButton } from '../rows/row-button';
import styles from './remark-row.module.css';

interface CommentCardProps {
  comment: ReviewComment;
  names: AuthorNames;
  actions: CommentActions;
  onEdit(): void;
}

/** One comment under its lines. */
export function CommentCard({ comment, names, actions, onEdit }: CommentCardProps) {
  const { text, state, sent, createdAt, outdated, quote, range, author } = comment;
  const isLong = range && range[0] !== range[1];
  return (
    <article aria-label={strings.cardLabel(comment)} data-comment={comment.id} className={styles.card}>
      <div className={styles.cardHead}>
        <MessageSquare aria-hidden size={12} className={styles.icon} />
        <span className={styles.who}>{strings.you}</span>
        <time className={styles.hint} title={fullTime(createdAt)}>
          {relativeTime(createdAt, Date.now())}
        </time>
        {(isLong || outdated || !range) && <span className={styles.hint}>{strings.place(comment)}</span>}
        {outdated && (
          <span title={strings.outdatedHint}>
            <Badge tone="warning">{strings.outdated}</Badge>
          </span>
        )}
        {state === 'sent' && sent ? (
          <span title={fullTime(sent.at)}>
            <Badge tone="info">{strings.sentTo(names.agent(sent.to))}</Badge>
          </span>
        ) : (
          author && <span className={styles.hint}>{strings.forAgent(names.agent(author))}</span>
        )}
        <span className={styles.cardActions}>
          {state === 'open' ? (
            <RowButton
              tone="comment"
              label={strings.editThis}
              icon={<Pencil aria-hidden size={13} />}
              onClick={onEdit}
            />
          ) : (
            <RowButton
              tone="comment"
              label={strings.reopenThis}
              icon={<RotateCcw aria-hidden size={13} />}
              onClick={() => void actions.reopen(comment)}
            />
          )}
          <RowButton
            tone="accept"
            label={strings.resolveThis}
            icon={<Check aria-hidden size={14} />}
            onClick={() => void actions.resolve(comment)}
          />
          <RowButton
            tone="reject"
            label={strings.removeThis}
            icon={<Trash2 aria-hidden size={13} />}
            onClick={() => void actions.remove(comment)}
          />
        </span>
      </div>
      {outdated && quote !== '' && <pre className={styles.quote}>{quote}</pre>}
      <p className={styles.text} data-selectable>
        {text}
      </p>
    </article>
  );
}
