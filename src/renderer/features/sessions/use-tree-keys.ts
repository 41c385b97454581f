import type { KeyboardEvent } from 'react';

/**
 * Arrow keys, Home and End over the `treeitem`s of a tree, as the ARIA tree pattern has them. Rows
 * move focus themselves; Left and Right fold through `onFold` where a row can.
 */
export function useTreeKeys(onFold: (row: HTMLElement, open: boolean) => void) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const index = rows.indexOf(event.target as HTMLElement);
    const row = rows[index];
    if (!row) return;
    const handled = (): boolean => {
      switch (event.key) {
        case 'ArrowDown':
          return focus(rows[index + 1]);
        case 'ArrowUp':
          return focus(rows[index - 1]);
        case 'Home':
          return focus(rows[0]);
        case 'End':
          return focus(rows.at(-1));
        case 'ArrowLeft':
          if (row.ariaExpanded === 'true') onFold(row, false);
          else focus(parentOf(rows, index));
          return true;
        case 'ArrowRight':
          if (row.ariaExpanded === 'false') onFold(row, true);
          else if (row.ariaExpanded === 'true') focus(rows[index + 1]);
          return true;
        default:
          return false;
      }
    };
    if (handled()) event.preventDefault();
  };
}

function parentOf(rows: readonly HTMLElement[], index: number): HTMLElement | undefined {
  const level = Number(rows[index]?.ariaLevel);
  return rows.slice(0, index).findLast((row) => Number(row.ariaLevel) < level);
}

function focus(row: HTMLElement | undefined): boolean {
  row?.focus();
  return true;
}
