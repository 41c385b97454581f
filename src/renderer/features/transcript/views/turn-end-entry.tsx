import type { Entry } from '../../../../shared/domain/transcript';
import { duration } from '../../../lib/format';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Button } from '../../../ui/button';
import { ErrorEntry } from './notice-entry';
import styles from './turn-end.module.css';

interface TurnEndEntryProps {
  entry: Extract<Entry, { type: 'turn-end' }>;
  /** Whose turn it was; given where that is not clear. */
  agentName: string | undefined;
  /** Asks the agent to go on; given with `onDismiss` until the user has decided about the interrupted turn. */
  onContinue?: () => void;
  onDismiss?: () => void;
  /** Starts the agent again; given while it died in the session's last turn and has not been started since. */
  onRestart?: () => void;
  /** Sends the prompt once more; given for the session's last turn when it failed. */
  onSendAgain?: () => void;
  /** Shows what the turn changed; given while some of that waits for a decision. */
  onShowChanges: (() => void) | undefined;
}

/** How a turn ended, in words, how long it took and, when it was cut off, the way on. */
export function TurnEndEntry(props: TurnEndEntryProps) {
  const { entry, agentName, onContinue, onDismiss, onRestart, onSendAgain, onShowChanges } = props;
  const reason = strings.stopReasons[entry.stopReason];
  // When Coppice ended is not known: the turn was called interrupted at the next start.
  const startedAt = entry.stopReason === 'interrupted' ? undefined : entry.startedAt;
  const took = startedAt === undefined ? undefined : duration(entry.ts - startedAt);
  return (
    <div className={styles.turnEnd} data-reason={entry.stopReason}>
      {entry.error && <ErrorEntry error={entry.error} />}
      <div className={styles.turnLine}>
        <span>{took ? strings.turnLine(reason, took) : reason}</span>
        {agentName && <span>{agentName}</span>}
        {entry.stopReason === 'interrupted' && <span>{strings.cutOff}</span>}
        {onContinue && (
          <Button size="sm" onClick={onContinue}>
            {strings.continue}
          </Button>
        )}
        {onDismiss && (
          <Button size="sm" variant="ghost" title={strings.dismissHint} onClick={onDismiss}>
            {strings.dismiss}
          </Button>
        )}
        {onRestart && (
          <Button size="sm" onClick={onRestart}>
            {strings.restart}
          </Button>
        )}
        {onSendAgain && (
          <Button size="sm" onClick={onSendAgain}>
            {strings.sendAgain}
          </Button>
        )}
        {onShowChanges && (
          <Button size="sm" variant="ghost" onClick={onShowChanges}>
            {strings.showTurnChanges}
          </Button>
        )}
      </div>
    </div>
  );
}
