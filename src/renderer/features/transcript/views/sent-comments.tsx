import type { SentComment } from '../../../../shared/domain/comment-prompt';
import { cx } from '../../../lib/cx';
import { revealHidden, revealInCode } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import styles from './sent-comments.module.css';

interface SentCommentsProps {
  comments: readonly SentComment[];
  /** True to show only as much as a long prompt does before it is opened. */
  clamped: boolean;
}

/** Review comments as they went to an agent: where each stands, the lines it is about, and what was said. */
export function SentComments({ comments, clamped }: SentCommentsProps) {
  return (
    <div className={cx(clamped && styles.clamped)}>
      <p className={styles.lead}>{strings.sentComments(comments.filter(({ path }) => path !== '').length)}</p>
      <ol className={styles.list}>
        {comments.map(({ path, lines, quote, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was sent never changes.
          <li key={index} className={styles.comment}>
            {path !== '' && (
              <p className={styles.place}>
                <code className={styles.path}>{revealInCode(path)}</code>
                {lines && <span className={styles.lines}>{lines}</span>}
              </p>
            )}
            {quote !== null && <pre className={styles.quote}>{revealHidden(quote)}</pre>}
            <p className={styles.text} dir="auto">
              {revealHidden(text)}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
