import type { Author } from '../../../shared/domain/change';
import type { TurnId } from '../../../shared/domain/ids';
import type { Told } from '../../git/checkpoints/replay-files';

/** Who can have changed the worktree since the last checkpoint. */
export interface Origin {
  by: Author;
  turnId?: TurnId;
  /** Who wrote a repository-relative path. */
  authorOf(path: string): Author;
  /** What the one who wrote a path told of its edits to it. */
  toldOf?(path: string): Told | null;
  /** Called once a checkpoint holds what was changed. */
  settled(): void;
}
