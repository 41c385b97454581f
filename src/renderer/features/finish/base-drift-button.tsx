import { TriangleAlert } from 'lucide-react';
import type { SessionId } from '../../../shared/domain/ids';
import { useSession } from '../../lib/app-store';
import { finishStrings as strings } from '../../strings/finish';
import { Button } from '../../ui/button';
import { Tooltip } from '../../ui/tooltip';
import { openFinish } from './finish-slice';
import { useIsMerging } from './merge-button';

/** Says that the session's base moved on without it, and leads to where it can be brought in, unless a merge is under way. */
export function BaseDriftButton({ sessionId }: { sessionId: SessionId }) {
  const session = useSession(sessionId);
  const isMerging = useIsMerging(sessionId);
  if (!session?.drift || !session.worktree || isMerging) return null;
  const { drift, worktree } = session;
  return (
    <Tooltip content={strings.driftExplained(drift, worktree.baseRef)}>
      <Button
        size="sm"
        variant="ghost"
        icon={drift.kind === 'rewritten' ? <TriangleAlert aria-hidden size={14} /> : undefined}
        onClick={() => openFinish(sessionId)}
      >
        {strings.drift(drift, worktree.baseRef)}
      </Button>
    </Tooltip>
  );
}
