import { CheckCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChangeCounts as Counts } from '../../../../shared/domain/session';
import { changesStrings as strings } from '../../../strings/changes';
import { ChangeCounts } from '../../../ui/change-counts';
import styles from './accepted-bar.module.css';
import bar from './panel-bar.module.css';

interface AcceptedBarProps {
  accepted: Counts;
  /** What commits it. */
  action?: ReactNode;
}

/** What has been accepted and is in no commit yet; nothing while there is none. */
export function AcceptedBar({ accepted, action }: AcceptedBarProps) {
  if (accepted.files === 0) return null;
  return (
    <section aria-label={strings.acceptedPending} className={bar.bar}>
      <CheckCheck aria-hidden size={14} className={styles.icon} />
      <span className={bar.text}>
        {strings.acceptedPending} <span className={styles.files}>({strings.files(accepted.files)})</span>
      </span>
      <ChangeCounts insertions={accepted.insertions} deletions={accepted.deletions} />
      <span className={styles.action}>{action}</span>
    </section>
  );
}
