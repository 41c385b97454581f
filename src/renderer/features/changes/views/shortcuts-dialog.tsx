import { changesStrings as strings } from '../../../strings/changes';
import { Dialog } from '../../../ui/dialog';
import styles from './shortcuts-dialog.module.css';

export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={strings.keys} size="sm">
      <dl className={styles.keys}>
        {strings.shortcuts.map(([keys, text]) => (
          <div key={keys} className={styles.line}>
            <dt className={styles.key}>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
