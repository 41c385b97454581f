import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { Shortcut } from '../lib/shortcut';
import { Kbd } from './kbd';
import styles from './menu.module.css';

export type MenuEntry =
  | {
      kind: 'item';
      id: string;
      label: string;
      icon?: ReactNode;
      shortcut?: Shortcut;
      disabled?: boolean;
      tone?: 'danger';
      onSelect(): void;
    }
  /** Opens a menu of its own beside it. */
  | { kind: 'submenu'; id: string; label: string; tone?: 'danger'; items: readonly MenuEntry[] }
  | { kind: 'check'; id: string; label: string; checked: boolean; onChange(checked: boolean): void }
  | { kind: 'label'; id: string; label: string }
  | { kind: 'separator'; id: string };

interface MenuProps {
  /** A button that takes a ref and DOM props: `Button`, `IconButton`. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly MenuEntry[];
  side?: 'top' | 'bottom' | 'right';
  align?: 'start' | 'center' | 'end';
}

export function Menu({ trigger, items, side = 'bottom', align = 'start' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <MenuPopup items={items} side={side} align={align} sideOffset={4} />
    </Base.Root>
  );
}

interface MenuPopupProps extends Pick<MenuProps, 'items' | 'side' | 'align'> {
  sideOffset?: number;
}

/** What a menu of any kind opens; where it stands is up to its kind unless it is given. */
export function MenuPopup({ items, ...place }: MenuPopupProps) {
  return (
    <Base.Portal>
      <Base.Positioner {...place} className={styles.positioner}>
        <Base.Popup className={styles.popup}>
          {items.map((item) => (
            <Entry key={item.id} item={item} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function Entry({ item }: { item: MenuEntry }) {
  switch (item.kind) {
    case 'separator':
      return <Base.Separator className={styles.separator} />;
    case 'label':
      return <div className={styles.label}>{item.label}</div>;
    case 'submenu':
      return (
        <Base.SubmenuRoot>
          <Base.SubmenuTrigger className={styles.item} data-tone={item.tone}>
            <span className={styles.text}>{item.label}</span>
            <ChevronRight aria-hidden size={14} className={styles.opens} />
          </Base.SubmenuTrigger>
          <MenuPopup items={item.items} />
        </Base.SubmenuRoot>
      );
    case 'check':
      return (
        <Base.CheckboxItem
          checked={item.checked}
          onCheckedChange={(checked) => item.onChange(checked)}
          className={styles.item}
        >
          <span className={styles.icon}>{item.checked && <Check size={14} />}</span>
          {item.label}
        </Base.CheckboxItem>
      );
    case 'item':
      return (
        <Base.Item
          disabled={item.disabled}
          onClick={item.onSelect}
          className={styles.item}
          data-tone={item.tone}
        >
          {item.icon && <span className={styles.icon}>{item.icon}</span>}
          <span className={styles.text}>{item.label}</span>
          {item.shortcut && <Kbd shortcut={item.shortcut} />}
        </Base.Item>
      );
  }
}
