import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorInfo } from '../../shared/errors';
import { DetailsBox } from './details-box';
import styles from './error-notice.module.css';

interface ErrorNoticeProps {
  error: Pick<ErrorInfo, 'message' | 'hint' | 'detail'>;
  /** Buttons that are the way out. */
  actions?: ReactNode;
}

/** What failed and the way out, where it happened. */
export function ErrorNotice({ error, actions }: ErrorNoticeProps) {
  return (
    <div role="alert" className={styles.notice}>
      <CircleAlert aria-hidden size={16} className={styles.icon} />
      <div className={styles.text} data-selectable>
        <p className={styles.message}>{error.message}</p>
        {error.hint && <p className={styles.hint}>{error.hint}</p>}
        {error.detail && <DetailsBox text={error.detail} />}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
