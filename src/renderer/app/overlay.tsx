import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';
import { cx } from '../lib/cx';
import { VisuallyHidden } from '../ui/visually-hidden';
import styles from './overlay.module.css';

interface OverlayProps {
  side: 'left' | 'right';
  label: string;
  open: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A side panel over the middle, where the window is too narrow for it beside. */
export function Overlay({ side, label, open, onClose, children }: OverlayProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          data-overlay
          initialFocus={popup}
          ref={popup}
          className={cx(styles.panel, styles[side])}
        >
          <Dialog.Title render={<VisuallyHidden />}>{label}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
