import { useMemo } from 'react';
import { useAllActions } from '../../lib/actions';
import { setShortcutsOpen, useShortcutsUi } from './shortcuts-slice';
import { ShortcutsView } from './shortcuts-view';

/** The dialog of every shortcut there is. */
export function Shortcuts() {
  const open = useShortcutsUi((state) => state.open);
  return open ? <OpenDialog /> : null;
}

function OpenDialog() {
  const actions = useAllActions();
  const withKeys = useMemo(
    () =>
      actions.flatMap(({ id, group, label, shortcut }) =>
        // The first of nine stands for those that differ in their number only.
        shortcut && !/-[2-9]$/.test(id) ? [{ group, ...rowOf(id, label, shortcut) }] : [],
      ),
    [actions],
  );
  return <ShortcutsView actions={withKeys} onClose={() => setShortcutsOpen(false)} />;
}

function rowOf(id: string, label: string, keys: string): { label: string; keys: string } {
  return id.endsWith('-1') ? { label: `${label} … 9`, keys: `${keys} … 9` } : { label, keys };
}
