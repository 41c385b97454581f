import type { FoundSession } from '../../../shared/domain/bin';
import type { SessionId } from '../../../shared/domain/ids';
import type { Repository } from '../../../shared/domain/repository';
import type { Session } from '../../../shared/domain/session';
import { binStrings } from '../../strings/bin';
import { commonStrings } from '../../strings/common';
import { sessionsStrings as strings } from '../../strings/sessions';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { Segmented } from '../../ui/segmented';
import { Spinner } from '../../ui/spinner';
import { ArchivedList } from './archived-list';
import { BinList } from './bin-list';
import styles from './put-away.module.css';
import type { PutAwayTab } from './sessions-slice';
import type { PutAwayState } from './use-put-away';

export interface PutAwayViewProps {
  state: PutAwayState;
  tab: PutAwayTab;
  sizes: ReadonlyMap<SessionId, number>;
  /** Those that are open; a session of another cannot be shown. */
  repositories: readonly Repository[];
  /** The one repository whose sessions are listed. */
  only: Repository | undefined;
  onTab(tab: PutAwayTab): void;
  onRetry(): void;
  onRestore(session: Session): void;
  onDelete(session: Session): void;
  onRemove(session: Session): void;
  onEmpty(): void;
  onAdopt(found: FoundSession): void;
  onRemoveFound(found: FoundSession): void;
  onClose(): void;
}

/** Sessions that are not among the live ones: archived in one list, deleted in the other. */
export function PutAwayView(props: PutAwayViewProps) {
  const { state, tab, only, onTab, onEmpty, onClose } = props;
  const canEmpty = tab === 'bin' && state.kind === 'ready' && state.binned.length > 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={only ? binStrings.titleOf(only.name) : binStrings.title}
      footer={canEmpty && <Button onClick={onEmpty}>{binStrings.empty}</Button>}
    >
      <div className={styles.top}>
        <Segmented
          label={binStrings.which}
          value={tab}
          options={[
            { value: 'archived', label: binStrings.archive },
            { value: 'bin', label: binStrings.bin },
          ]}
          onChange={onTab}
        />
        <p className={styles.note}>{tab === 'archived' ? strings.archivedNote : binStrings.note}</p>
      </div>
      <Content {...props} />
    </Dialog>
  );
}

function Content(props: PutAwayViewProps) {
  const { state, tab, onRetry } = props;
  switch (state.kind) {
    case 'loading':
      return (
        <output className={styles.waiting}>
          <Spinner />
          {tab === 'archived' ? strings.archivedLoading : binStrings.loading}
        </output>
      );
    case 'failed':
      return (
        <ErrorNotice error={state.error} actions={<Button onClick={onRetry}>{commonStrings.retry}</Button>} />
      );
    case 'ready':
      return tab === 'archived' ? (
        <ArchivedList {...props} sessions={state.archived} />
      ) : (
        <BinList {...props} binned={state.binned} found={state.found} />
      );
  }
}
