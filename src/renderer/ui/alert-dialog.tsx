import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { cx } from '../lib/cx';
import { commonStrings } from '../strings/common';
import { Button } from './button';
import styles from './dialog.module.css';

interface AlertDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  tone?: 'primary' | 'danger';
  busy?: boolean;
  children?: ReactNode;
  /** Closing after it is the caller's, so that work can show as busy. */
  onConfirm(): void;
}

/** A question that must be answered: only its buttons and Escape close it. */
export function AlertDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  tone = 'primary',
  busy = false,
  children,
  onConfirm,
}: AlertDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup data-modal className={cx(styles.popup, styles.md)}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
          </header>
          <div className={styles.body}>
            <Base.Description className={styles.description}>{description}</Base.Description>
            {children}
          </div>
          <footer className={styles.footer}>
            <Base.Close render={<Button>{commonStrings.cancel}</Button>} />
            <Button variant={tone} busy={busy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
