import type { ReactNode } from 'react';
import { cx } from '../../../../lib/cx';
import { Spinner } from '../../../../ui/spinner';
import type { Decision } from '../../changes-slice';
import styles from './row-button.module.css';

interface RowButtonProps {
  label: string;
  icon: ReactNode;
  tone: Decision | 'comment';
  tabIndex?: 0 | -1;
  /** What it does is under way. */
  busy?: boolean;
  /** Refuses clicks and keeps the focus. */
  disabled?: boolean;
  onClick(button: HTMLElement): void;
}

/** An icon button light enough to be drawn for every file that scrolls by: its tooltip is the browser's. */
export function RowButton({ label, icon, tone, tabIndex = 0, busy, disabled, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      aria-disabled={disabled || undefined}
      aria-busy={busy || undefined}
      className={cx(styles.button, styles[tone])}
      onClick={(event) => !disabled && onClick(event.currentTarget)}
    >
      {busy ? <Spinner size={12} /> : icon}
    </button>
  );
}
