import { CircleStop } from 'lucide-react';
import type { Turn } from '../../../../shared/domain/turn';
import { duration } from '../../../lib/format';
import { composerStrings as strings } from '../../../strings/composer';
import { AgentMark } from '../../../ui/agent-mark';
import { Button } from '../../../ui/button';
import { Spinner } from '../../../ui/spinner';
import styles from './composer.module.css';
import { useElapsed } from './use-elapsed';

interface WorkStatusProps {
  turn: Turn;
  agentName: string;
  /** True while the worktree is being made, which its agent waits for. */
  preparing: boolean;
  /** True between the click on Stop and the end of the turn. */
  stopping: boolean;
  onStop(): void;
}

/** Who is at work, for how long, and the way to stop it. */
export function WorkStatus({ turn, agentName, preparing, stopping, onStop }: WorkStatusProps) {
  const elapsed = useElapsed(turn.startedAt ?? turn.createdAt);
  const took = duration(Math.floor(elapsed / 1000) * 1000).replace('.0', '');
  return (
    <div className={styles.work}>
      {turn.state.status === 'awaiting' ? (
        <AgentMark id={turn.agent} name={agentName} />
      ) : (
        <Spinner size={12} />
      )}
      <span className={styles.workText}>
        {preparing ? strings.waitsForWorktree(agentName) : describeWork(turn, agentName, took)}
      </span>
      <Button
        size="sm"
        variant="ghost"
        icon={<CircleStop aria-hidden size={14} />}
        title={strings.stopHint()}
        busy={stopping}
        onClick={onStop}
      >
        {stopping ? strings.cancelling : strings.stop}
      </Button>
    </div>
  );
}

function describeWork(turn: Turn, agentName: string, took: string): string {
  if (turn.state.status === 'awaiting') return strings.waitingSince(agentName);
  if (turn.state.status === 'starting') return strings.startingSince(agentName, took);
  return strings.busySince(agentName, took);
}
