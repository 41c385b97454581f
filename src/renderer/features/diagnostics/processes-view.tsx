import { Activity } from 'lucide-react';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import type { ProcessReport } from '../../../shared/domain/process';
import type { ErrorInfo } from '../../../shared/errors';
import { diagnosticsStrings as strings } from '../../strings/diagnostics';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Spinner } from '../../ui/spinner';
import { ProcessRows } from './process-rows';
import styles from './processes-view.module.css';

export interface ProcessesViewProps {
  report: ProcessReport | undefined;
  error: ErrorInfo | undefined;
  agentName(agent: AgentId): string;
  sessionTitle(sessionId: SessionId): string | undefined;
  onSession(sessionId: SessionId): void;
  onCopy(): void;
  onClose(): void;
}

/** Every process Coppice started, under its session and agent, with what it takes. */
export function ProcessesView(props: ProcessesViewProps) {
  const { report, error, onCopy, onClose } = props;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={strings.title}
      description={report?.readable ? strings.intro : undefined}
      footer={<Button onClick={onCopy}>{strings.copy}</Button>}
    >
      {error && <ErrorNotice error={error} />}
      {report?.watchFailure && (
        <p className={styles.note} title={report.watchFailure}>
          {strings.notWatching(report.watchFailure)}
        </p>
      )}
      {report ? <Report {...props} report={report} /> : !error && <Looking />}
    </Dialog>
  );
}

function Looking() {
  return (
    <output className={styles.waiting}>
      <Spinner />
      {strings.looking}
    </output>
  );
}

function Report({
  report,
  agentName,
  sessionTitle,
  onSession,
}: ProcessesViewProps & { report: ProcessReport }) {
  if (!report.readable) {
    return (
      <EmptyState icon={<Activity />} title={strings.unreadable}>
        {strings.unreadableHint}
      </EmptyState>
    );
  }
  const nameOf = (agent: AgentId | null) => (agent ? agentName(agent) : strings.runForAgent);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{strings.process}</th>
          <th scope="col">{strings.pid}</th>
          <th scope="col">{strings.cpu}</th>
          <th scope="col">{strings.memory}</th>
        </tr>
      </thead>
      {report.sessions.map(({ sessionId, trees }) => {
        const title = sessionTitle(sessionId);
        return trees.map(({ agent, processes }) => (
          <ProcessRows
            key={processes[0]?.pid}
            place={title ?? strings.sessionGone}
            name={nameOf(agent)}
            onOpen={title === undefined ? undefined : () => onSession(sessionId)}
            processes={processes}
          />
        ));
      })}
      {report.others.map(({ agent, processes }) => (
        <ProcessRows
          key={processes[0]?.pid}
          place={strings.others}
          name={nameOf(agent)}
          processes={processes}
        />
      ))}
      <ProcessRows place={strings.own} processes={report.own} />
    </table>
  );
}
