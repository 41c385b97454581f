import { CheckCheck, FileDiff, Filter, GitBranch } from 'lucide-react';
import { changesStrings as strings } from '../../../strings/changes';
import { statusStrings } from '../../../strings/common';
import { Button } from '../../../ui/button';
import { EmptyState } from '../../../ui/empty-state';
import { Spinner } from '../../../ui/spinner';
import styles from './changes-view.module.css';

export type Emptiness =
  | 'preparing'
  | 'no-worktree'
  | 'computing'
  | 'no-git'
  | 'nothing-yet'
  | 'all-decided'
  | 'no-match';

interface ChangesEmptyProps {
  kind: Emptiness;
  onRefresh(): void;
  onClearFilter(): void;
}

/** What the panel says while there is no file to show. */
export function ChangesEmpty({ kind, onRefresh, onClearFilter }: ChangesEmptyProps) {
  switch (kind) {
    case 'preparing':
      return (
        <EmptyState icon={<FileDiff />} title={statusStrings.preparing}>
          {strings.emptyBody}
        </EmptyState>
      );
    case 'no-worktree':
      return (
        <EmptyState icon={<FileDiff />} title={strings.noWorktreeTitle}>
          {strings.noWorktreeBody}
        </EmptyState>
      );
    case 'computing':
      return (
        <div role="status" className={styles.computing}>
          <Spinner /> {strings.computing}
        </div>
      );
    case 'no-git':
      return (
        <EmptyState
          icon={<GitBranch />}
          title={strings.noGitTitle}
          actions={<Button onClick={onRefresh}>{strings.refresh}</Button>}
        >
          {strings.noGitBody}
        </EmptyState>
      );
    case 'nothing-yet':
      return (
        <EmptyState icon={<FileDiff />} title={strings.emptyTitle}>
          {strings.emptyBody}
        </EmptyState>
      );
    case 'all-decided':
      return (
        <EmptyState icon={<CheckCheck />} title={strings.doneTitle}>
          {strings.doneBody}
        </EmptyState>
      );
    case 'no-match':
      return (
        <EmptyState
          icon={<Filter />}
          title={strings.noMatchTitle}
          actions={<Button onClick={onClearFilter}>{strings.clearFilter}</Button>}
        >
          {strings.noMatchBody}
        </EmptyState>
      );
  }
}
