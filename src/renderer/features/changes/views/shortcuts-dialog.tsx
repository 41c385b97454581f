import { changesStrings as strings } from '../../../strings/changes';
import { Dialog } from '../../../ui/dialog';
import { KeyList } from '../../../ui/key-list';

interface ShortcutsDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** The keys of the panel. */
export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={strings.keys} size="sm">
      <KeyList keys={strings.shortcuts} />
    </Dialog>
  );
}
