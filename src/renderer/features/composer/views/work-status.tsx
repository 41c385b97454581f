import { CircleStop } from 'lucide-react';
import type { Turn } from '../../../../shared/domain/turn';
import { duration } from '../../../lib/format';
import { composerStrings as strings } from '../../../strings/composer';
import { AgentMark } from '../../../ui/agent-mark';
import { Button } from '../../../ui/button';
import { Spinner } from '../../../ui/spinner';
import { VisuallyHidden } from '../../../ui/visually-hidden';
import { isStubborn, silenceOf } from '../model/silence';
import styles from './composer.module.css';
import { useElapsed } from './use-elapsed';

/** The worktree that is being made, or a step of Finish. */
export type WaitsFor = 'worktree' | 'step';

interface WorkStatusProps {
  turn: Turn;
  agentName: string;
  /** What its agent waits for before it begins. */
  waitsFor: WaitsFor | null;
  /** When Stop was clicked; the turn has not ended since. */
  stoppedAt: number | undefined;
  /** When the agent was last heard. Asked once a second: it changes with every word. */
  heardAt(): number | undefined;
  onStop(): void;
  onEndNow(): void;
}

/** Who is at work, for how long, since when nothing is heard of it, and the way to stop it. */
export function WorkStatus({ turn, agentName, stoppedAt, ...props }: WorkStatusProps) {
  const since = turn.startedAt ?? turn.createdAt;
  const elapsed = useElapsed(since);
  const now = since + elapsed;
  const waitsFor = turn.state.status === 'starting' ? props.waitsFor : null;
  const silence = waitsFor ? null : silenceOf(turn, props.heardAt(), now);
  const stopping = stoppedAt !== undefined;
  const took = duration(Math.floor(elapsed / 1000) * 1000).replace('.0', '');
  return (
    <div className={styles.work}>
      {turn.state.status === 'awaiting' ? (
        <AgentMark id={turn.agent} name={agentName} />
      ) : (
        <Spinner size={12} />
      )}
      <span className={styles.workText}>
        {waitsFor ? describeWait[waitsFor](agentName) : describeWork(turn, agentName, took)}
      </span>
      {silence !== null && (
        <span className={styles.silence}>{strings.silence(Math.floor(silence / 1000))}</span>
      )}
      <VisuallyHidden role="status">{silence !== null && strings.silent(agentName)}</VisuallyHidden>
      {isStubborn(stoppedAt, now) && (
        <Button size="sm" variant="danger" title={strings.endNowHint(agentName)} onClick={props.onEndNow}>
          {strings.endNow}
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        icon={<CircleStop aria-hidden size={14} />}
        title={strings.stopHint()}
        busy={stopping}
        onClick={props.onStop}
      >
        {stopping ? strings.cancelling : strings.stop}
      </Button>
    </div>
  );
}

const describeWait: Record<WaitsFor, (agentName: string) => string> = {
  worktree: strings.waitsForWorktree,
  step: strings.waitsForStep,
};

function describeWork(turn: Turn, agentName: string, took: string): string {
  if (turn.state.status === 'awaiting') return strings.waitingSince(agentName);
  if (turn.state.status === 'starting') return strings.startingSince(agentName, took);
  return strings.busySince(agentName, took);
}
