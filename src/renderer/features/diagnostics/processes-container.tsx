import type { SessionId } from '../../../shared/domain/ids';
import { runAction } from '../../lib/actions';
import { agentName, useApp } from '../../lib/app-store';
import { go } from '../../lib/route';
import { setProcessesOpen, useProcessesUi } from './processes-slice';
import { ProcessesView } from './processes-view';
import { useProcessReport } from './use-process-report';

/** The dialog that lists what runs. Nothing is looked at while it is closed. */
export function Processes() {
  const open = useProcessesUi((state) => state.open);
  return open ? <OpenDialog /> : null;
}

function OpenDialog() {
  const { report, error } = useProcessReport();
  const sessions = useApp((state) => state.sessions);
  const catalog = useApp((state) => state.catalog);
  return (
    <ProcessesView
      report={report}
      error={error}
      agentName={(agent) => agentName(catalog, agent)}
      sessionTitle={(id) => sessions.find((session) => session.id === id)?.title}
      onSession={show}
      onCopy={() => runAction('diagnostics.copy')}
      onClose={() => setProcessesOpen(false)}
    />
  );
}

function show(sessionId: SessionId): void {
  setProcessesOpen(false);
  go({ kind: 'session', sessionId });
}
