import { GitMerge } from 'lucide-react';
import type { SessionId } from '../../../shared/domain/ids';
import { useApp } from '../../lib/app-store';
import { finishStrings as strings } from '../../strings/finish';
import { Button } from '../../ui/button';
import { Tooltip } from '../../ui/tooltip';
import { openFinish } from './finish-slice';

/** Says that a merge is under way in the session's worktree, and leads to where it is completed or given up. */
export function MergeButton({ sessionId }: { sessionId: SessionId }) {
  if (!useIsMerging(sessionId)) return null;
  return (
    <Tooltip content={strings.mergingExplained}>
      <Button
        size="sm"
        variant="ghost"
        icon={<GitMerge aria-hidden size={14} />}
        onClick={() => openFinish(sessionId)}
      >
        {strings.merging}
      </Button>
    </Tooltip>
  );
}

/** True while a merge is under way in the session on screen. */
export function useIsMerging(sessionId: SessionId): boolean {
  return useApp(({ open }) => open?.id === sessionId && open.changeSet?.merge !== undefined);
}
