import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import type { Shortcut } from '../lib/shortcut';
import { Kbd } from './kbd';
import styles from './tooltip.module.css';

interface TooltipProps {
  content: ReactNode;
  shortcut?: Shortcut | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and DOM props; it needs a name of its own, a tooltip is no label. */
  children: ReactElement<Record<string, unknown>>;
}

export function Tooltip({ content, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            {content}
            {shortcut && <Kbd shortcut={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Shares the opening delay, so that moving along a toolbar shows each tooltip at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Base.Provider delay={500}>{children}</Base.Provider>;
}
