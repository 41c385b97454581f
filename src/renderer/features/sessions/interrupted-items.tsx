import { Play, X } from 'lucide-react';
import { runAction } from '../../lib/actions';
import { sessionsStrings as strings } from '../../strings/sessions';
import type { MenuEntry } from '../../ui/menu';

/** What can be done about the shown session's interrupted turn: the same as in the transcript. */
export const interruptedItems: MenuEntry[] = [
  {
    kind: 'item',
    id: 'continue',
    label: strings.continueTurn,
    icon: <Play size={14} />,
    onSelect: () => runAction('turn.continue'),
  },
  {
    kind: 'item',
    id: 'dismiss',
    label: strings.dismissTurn,
    icon: <X size={14} />,
    onSelect: () => runAction('turn.dismiss'),
  },
  { kind: 'separator', id: 'interrupted' },
];
