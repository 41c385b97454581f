import type { SessionTrouble } from '../../shared/domain/session-trouble';
import { shortenPath } from '../lib/format';

/** What is wrong with a session: one sentence, and what it means or what can be done. */
export function describeTrouble(trouble: SessionTrouble): { title: string; hint: string } {
  switch (trouble.kind) {
    case 'repository-missing':
      return {
        title: `The repository is not at ${shortenPath(trouble.path)} any more.`,
        hint: 'Plug its disk in or say where it was moved to. Prompts wait until then.',
      };
    case 'worktree-missing':
      return {
        title: `The worktree at ${shortenPath(trouble.path)} is gone.`,
        hint: 'It can be made again from the newest checkpoint, or found if it was moved. Prompts wait until then.',
      };
    case 'worktree-moved':
      return {
        title: `The worktree was moved to ${shortenPath(trouble.to)}.`,
        hint: 'Prompts wait until it is used there.',
      };
    case 'worktree-unlinked':
      return {
        title: 'The worktree’s link to its repository is gone.',
        hint: 'Its files are all there. Prompts wait until it is linked again.',
      };
    case 'worktree-replaced':
      return {
        title: `Something else lies at ${shortenPath(trouble.path)}, where the worktree was.`,
        hint: 'Making the worktree again moves that aside first; nothing of it is deleted. Prompts wait until then.',
      };
    case 'branch-missing':
      return {
        title: `The branch ${trouble.branch} was deleted.`,
        hint: trouble.tip
          ? `It can come back where it was last seen, at ${trouble.tip.slice(0, 10)}. Prompts wait until then.`
          : 'It can come back where the session started. Prompts wait until then.',
      };
    case 'branch-elsewhere':
      return {
        title: trouble.current
          ? `The worktree is on branch ${trouble.current}, not on ${trouble.branch}.`
          : `The worktree is on no branch, as in the middle of a rebase.`,
        hint: `Agents can work; accepting changes needs ${trouble.branch}.`,
      };
    case 'index-locked':
      return {
        title: 'A lock that nobody has touched for a while keeps git from working here.',
        hint: `${shortenPath(trouble.lock, 72)} stays when a git command was killed.`,
      };
  }
}

export const troublesStrings = {
  banner: 'Trouble with this session',
  short: {
    'repository-missing': 'Repository not found',
    'worktree-missing': 'Worktree gone',
    'worktree-moved': 'Worktree moved',
    'worktree-unlinked': 'Worktree not linked',
    'worktree-replaced': 'Worktree replaced',
    'branch-missing': 'Branch deleted',
    'branch-elsewhere': 'On another branch',
    'index-locked': 'git is locked',
  } satisfies Record<SessionTrouble['kind'], string>,
  find: 'Find it…',
  lookAgain: 'Look again',
  recreate: 'Make it again',
  useThere: 'Use it there',
  relink: 'Link it again',
  bringBack: 'Bring it back',
  switchBack: 'Switch back',
  removeLock: 'Remove the lock',
};
