import { groupBy } from '../../../shared/group-by';
import { changesStrings } from '../../strings/changes';
import { shortcutsStrings as strings } from '../../strings/shortcuts';
import { Dialog } from '../../ui/dialog';
import { type KeyLine, KeyList } from '../../ui/key-list';
import styles from './shortcuts-view.module.css';

interface ShortcutsViewProps {
  /** What has a shortcut everywhere in the window. */
  actions: readonly { group: string; label: string; keys: string }[];
  onClose(): void;
}

/** All shortcuts: those that work everywhere, then those of each part of the window. */
export function ShortcutsView({ actions, onClose }: ShortcutsViewProps) {
  const everywhere = groupBy(actions, ({ group }) => group);
  const parts: readonly (readonly [string, readonly KeyLine[]])[] = [
    ...[...everywhere].map(
      ([group, list]) => [group, list.map(({ keys, label }) => [keys, label] as const)] as const,
    ),
    [strings.composer, strings.composerKeys],
    [strings.transcript, strings.transcriptKeys],
    [strings.list, strings.listKeys],
    [strings.changes, changesStrings.shortcuts],
  ];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={strings.title} size="lg">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section aria-label={strings.title} tabIndex={0} className={styles.parts}>
        {parts.map(([title, keys]) => (
          <section key={title} className={styles.part}>
            <h3 className={styles.heading}>{title}</h3>
            <KeyList keys={keys} />
          </section>
        ))}
      </section>
    </Dialog>
  );
}
