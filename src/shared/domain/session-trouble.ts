import { z } from 'zod';

/** Why a session cannot be worked in as it should; paths are absolute. Found by looking, never stored. */
export type SessionTrouble =
  /** The repository's folder cannot be reached: moved, deleted, or on a disk that is not there. */
  | { kind: 'repository-missing'; path: string }
  | { kind: 'worktree-missing'; path: string }
  /** git says that it was moved, and it is there. */
  | { kind: 'worktree-moved'; path: string; to: string }
  /** Its files are there, but its `.git` is gone or leads nowhere; git still knows it. */
  | { kind: 'worktree-unlinked'; path: string }
  /** Something else lies in its place. */
  | { kind: 'worktree-replaced'; path: string }
  /** The branch was deleted; `tip` is where it was last seen, when that commit still exists. */
  | { kind: 'branch-missing'; branch: string; tip?: string }
  /** Another branch is checked out, or none (`current` is null). */
  | { kind: 'branch-elsewhere'; branch: string; current: string | null }
  /** A lock file that nobody has touched for a while keeps git from writing the worktree's index. */
  | { kind: 'index-locked'; lock: string };

/** True when no turn may start before it is repaired; the others only get in the way of some acts. */
export function blocksTurns(trouble: SessionTrouble | undefined): boolean {
  switch (trouble?.kind) {
    case undefined:
    case 'branch-elsewhere':
    case 'index-locked':
      return false;
    case 'repository-missing':
    case 'worktree-missing':
    case 'worktree-moved':
    case 'worktree-unlinked':
    case 'worktree-replaced':
    case 'branch-missing':
      return true;
  }
}

/** What the user can have done about it. */
export const sessionRepair = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('look-again') }),
  /** Makes the worktree anew from the newest checkpoint; what lies in its place is moved aside. */
  z.object({ kind: z.literal('recreate') }),
  z.object({ kind: z.literal('relink') }),
  /** The worktree is at this path now. */
  z.object({ kind: z.literal('use-folder'), path: z.string().min(1) }),
  z.object({ kind: z.literal('bring-back-branch') }),
  z.object({ kind: z.literal('switch-back') }),
  z.object({ kind: z.literal('remove-lock') }),
]);
export type SessionRepair = z.infer<typeof sessionRepair>;
