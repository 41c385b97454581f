import type { ChangeStatus } from '../../../../shared/domain/change';
import { cx } from '../../../lib/cx';
import { changesStrings as strings } from '../../../strings/changes';
import { statusLetters } from '../model/list-changes';
import styles from './status-letter.module.css';

export function StatusLetter({ status }: { status: ChangeStatus }) {
  return (
    <span aria-hidden title={strings.status(status)} className={cx(styles.letter, styles[status])}>
      {statusLetters[status]}
    </span>
  );
}
