import { ContextMenu as Base } from '@base-ui/react/context-menu';
import { type MouseEvent, type ReactElement, useState } from 'react';
import { type MenuEntry, MenuPopup } from './menu';

interface ContextMenuProps {
  /** What is right-clicked in; its element takes a ref and DOM props. */
  children: ReactElement<Record<string, unknown>>;
  /** The menu for what was clicked on, or null where there is none. */
  itemsAt(target: Element): readonly MenuEntry[] | null;
}

/** A menu at the pointer, or at what has the focus when a key asks for it. */
export function ContextMenu({ children, itemsAt }: ContextMenuProps) {
  const [items, setItems] = useState<readonly MenuEntry[]>([]);
  function choose(event: MouseEvent & { preventBaseUIHandler(): void }): void {
    const found = itemsAt(event.target as Element);
    if (found) setItems(found);
    else event.preventBaseUIHandler();
  }
  return (
    <Base.Root>
      <Base.Trigger render={children} onContextMenu={choose} />
      <MenuPopup items={items} />
    </Base.Root>
  );
}
