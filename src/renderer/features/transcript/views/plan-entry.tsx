import { Circle, CircleCheck, CircleDot, ListTodo } from 'lucide-react';
import type { PlanEntry } from '../../../../shared/domain/agent-event';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { VisuallyHidden } from '../../../ui/visually-hidden';
import own from './plan-entry.module.css';
import styles from './rows.module.css';

const icons = { pending: Circle, in_progress: CircleDot, completed: CircleCheck };

/** What the agent means to do, and how far it is. */
export function PlanEntryView({ entries }: { entries: readonly PlanEntry[] }) {
  const done = entries.filter((entry) => entry.status === 'completed').length;
  return (
    <section className={own.plan} aria-label={strings.plan}>
      <div className={own.planHead}>
        <ListTodo aria-hidden size={14} />
        {strings.plan}
        <span className={styles.quiet}>{strings.planProgress(done, entries.length)}</span>
      </div>
      <ul>
        {entries.map((entry, index) => {
          const Icon = icons[entry.status];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a plan is restated whole, in order.
            <li key={index} className={own.planItem} data-status={entry.status}>
              <Icon aria-hidden size={14} className={styles.kind} />
              <span>{revealHidden(entry.content)}</span>
              <VisuallyHidden>, {strings.planStatuses[entry.status]}</VisuallyHidden>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
