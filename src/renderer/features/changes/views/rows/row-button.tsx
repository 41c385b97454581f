import type { ReactNode } from 'react';
import { cx } from '../../../../lib/cx';
import type { Decision } from '../../changes-slice';
import styles from './row-button.module.css';

interface RowButtonProps {
  label: string;
  icon: ReactNode;
  tone: Decision | 'comment';
  tabIndex?: 0 | -1;
  onClick(button: HTMLElement): void;
}

/** An icon button light enough to be drawn for every file that scrolls by: its tooltip is the browser's. */
export function RowButton({ label, icon, tone, tabIndex = 0, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      className={cx(styles.button, styles[tone])}
      onClick={(event) => onClick(event.currentTarget)}
    >
      {icon}
    </button>
  );
}
