import { changesStrings as strings } from '../../../strings/changes';
import { commentsStrings } from '../../../strings/comments';
import type { MenuEntry } from '../../../ui/menu';
import { turnKey } from '../model/list-changes';
import type { ChangesViewProps } from './changes-view-props';

/** What the panel's menu of further actions offers. */
export function panelMenu(props: ChangesViewProps, help: () => void, find: () => void): MenuEntry[] {
  const { ui } = props;
  return [
    ...turnEntries(props),
    { kind: 'check', id: 'wrap', label: strings.wrap, checked: ui.wrap, onChange: props.onWrap },
    {
      kind: 'check',
      id: 'list',
      label: strings.showList,
      checked: ui.listShown,
      onChange: props.onListShown,
    },
    { kind: 'separator', id: 'separator' },
    // Not a box to tick: the menu is to be gone when the list opens.
    {
      kind: 'item',
      id: 'comments',
      label: commentsStrings.list,
      onSelect: () => props.comments.onListed(true),
    },
    { kind: 'item', id: 'find', label: strings.find, shortcut: 'Mod+F', onSelect: find },
    { kind: 'item', id: 'collapse', label: strings.collapseAll, onSelect: () => props.onCollapseAll(true) },
    { kind: 'item', id: 'expand', label: strings.expandAll, onSelect: () => props.onCollapseAll(false) },
    { kind: 'separator', id: 'separator-help' },
    { kind: 'item', id: 'keys', label: strings.keys, shortcut: '?', onSelect: help },
  ];
}

const MAX_TURNS = 8;

/** The latest turns that changed something, each to look at alone. */
function turnEntries({ header, names, ui, onToggleAuthor }: ChangesViewProps): MenuEntry[] {
  const ordered = [...header.turns].sort((a, b) => (names.turn(b) ?? 0) - (names.turn(a) ?? 0));
  const entries = ordered.slice(0, MAX_TURNS).map(
    (turn): MenuEntry => ({
      kind: 'check',
      id: turn,
      label: strings.onlyTurn(names.turn(turn), names.prompt(turn)),
      checked: ui.authors.has(turnKey(turn)),
      onChange: () => onToggleAuthor(turnKey(turn)),
    }),
  );
  return entries.length > 0 ? [...entries, { kind: 'separator', id: 'separator-turns' }] : [];
}
