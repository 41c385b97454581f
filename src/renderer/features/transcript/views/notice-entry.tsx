import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { EventError } from '../../../../shared/domain/agent-event';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { DetailsBox } from '../../../ui/details-box';
import styles from './rows.module.css';
import own from './turn-end.module.css';

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert };

interface NoticeEntryProps {
  severity: keyof typeof icons;
  title: string;
  detail?: string | undefined;
}

/** Something Coppice or the agent wants known. */
export function NoticeEntry({ severity, title, detail }: NoticeEntryProps) {
  const Icon = icons[severity];
  return (
    <div className={own.notice} data-severity={severity}>
      <Icon aria-hidden size={14} className={styles.kind} />
      <div className={own.noticeText}>
        <div>{revealHidden(title)}</div>
        {detail && <div className={styles.quiet}>{revealHidden(detail)}</div>}
      </div>
    </div>
  );
}

/** What failed, the way out and, on demand, what the failing program said. */
export function ErrorEntry({ error }: { error: EventError }) {
  return (
    <div className={own.notice} data-severity="error">
      <CircleAlert aria-hidden size={14} className={styles.kind} />
      <div className={own.noticeText}>
        <div>{revealHidden(error.message)}</div>
        {error.hint && <div className={styles.quiet}>{revealHidden(error.hint)}</div>}
        {error.detail && <DetailsBox text={revealHidden(error.detail)} />}
      </div>
    </div>
  );
}
