import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { groupBy } from '../../../shared/group-by';
import type { Shortcut } from '../../lib/shortcut';
import { paletteStrings as strings } from '../../strings/palette';
import { Kbd } from '../../ui/kbd';
import { VisuallyHidden } from '../../ui/visually-hidden';
import { filterByQuery } from './model/match-query';
import styles from './palette-view.module.css';

export interface PaletteItem {
  id: string;
  label: string;
  /** What stands beside the label, and is searched too. */
  detail?: string;
  keywords?: string;
  icon?: ReactNode;
  shortcut?: Shortcut;
  run(): void;
}

export interface PaletteGroup {
  label: string;
  items: readonly PaletteItem[];
}

export interface PaletteViewProps {
  open: boolean;
  groups: readonly PaletteGroup[];
  onOpenChange(open: boolean): void;
}

/** One field over everything that can be done or gone to. */
export function PaletteView({ open, groups, onOpenChange }: PaletteViewProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup data-modal className={styles.popup}>
          <Dialog.Title render={<VisuallyHidden />}>{strings.title}</Dialog.Title>
          <PaletteSearch groups={groups} onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteSearch({ groups, onDone }: { groups: readonly PaletteGroup[]; onDone(): void }) {
  const [query, setQuery] = useState('');
  const shown = useMemo(() => search(groups, query), [groups, query]);
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      items={shown}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(item: PaletteItem) => item.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className={styles.search}>
        <Search aria-hidden size={16} />
        <Autocomplete.Input
          aria-label={strings.placeholder}
          placeholder={strings.placeholder}
          className={styles.input}
        />
      </div>
      <Autocomplete.Empty className={styles.empty}>
        {shown.length === 0 ? strings.nothing(query) : null}
      </Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {(group: { value: string; items: readonly PaletteItem[] }) => (
          <Autocomplete.Group key={group.value} items={group.items} className={styles.group}>
            <Autocomplete.GroupLabel className={styles.label}>{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => <Row key={item.id} item={item} onDone={onDone} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function Row({ item, onDone }: { item: PaletteItem; onDone(): void }) {
  return (
    <Autocomplete.Item
      value={item}
      className={styles.item}
      onClick={() => {
        onDone();
        item.run();
      }}
    >
      <span className={styles.icon}>{item.icon}</span>
      <span className={styles.text}>{item.label}</span>
      {item.detail && <span className={styles.detail}>{item.detail}</span>}
      {item.shortcut && <Kbd shortcut={item.shortcut} />}
    </Autocomplete.Item>
  );
}

/** Groups that still have items, the one with the best answer first. */
function search(groups: readonly PaletteGroup[], query: string) {
  const all = groups.flatMap((group) => group.items.map((item) => ({ item, group: group.label })));
  const best = filterByQuery(all, query, ({ item: { label, detail = '', keywords = '' } }) => [
    label,
    `${detail} ${keywords}`,
  ]);
  const byGroup = groupBy(best, ({ group }) => group);
  return [...byGroup].map(([value, found]) => ({ value, items: found.map(({ item }) => item) }));
}
