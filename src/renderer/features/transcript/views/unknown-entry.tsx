import { CircleHelp } from 'lucide-react';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Output } from './content-block-view';
import { Disclosure } from './disclosure';
import styles from './rows.module.css';

/** Something the agent said that this version has no view for: kept, never dropped. */
export function UnknownEntry({
  native,
  expanded,
  onToggle,
}: {
  native: string;
  expanded: boolean;
  onToggle(): void;
}) {
  const summary = (
    <>
      <CircleHelp aria-hidden size={14} className={styles.kind} />
      <span className={styles.quiet}>{strings.unknownTitle}</span>
      <span className={styles.preview}>{revealHidden(native.slice(0, 120))}</span>
    </>
  );
  return (
    <Disclosure expanded={expanded} onToggle={onToggle} summary={summary}>
      <Output text={native} />
    </Disclosure>
  );
}
