import { plural } from '../lib/format';

/** What opening a repository says. */
export const repositoriesStrings = {
  dropHere: 'Drop a git repository here',
  dropToOpen: 'Drop to open repository',
  dropHint: 'A folder inside a repository opens the whole of it.',
  intro: 'Coppice works in worktrees of its own. Your checkout, index and branches are left alone.',
  open: 'Open…',
  openRepository: 'Open repository',
  recent: 'Recent',
  welcomeBack: 'Pick up where you left off',
  sessions: (count: number) => (count === 0 ? 'no sessions' : plural(count, 'session')),
  opening: (name: string) => `Opening ${name}…`,
  notAFolder: 'What you dropped has no place on disk.',
  notAFolderHint: 'Drop a folder from your file manager, or use Open….',
  initTitle: 'This folder is not a git repository',
  initText: (name: string) =>
    `Coppice keeps each line of work in a git worktree, so ${name} has to be a repository first.`,
  initDoes: ['git init', 'git add --all', 'git commit -m "Initial commit"'],
  initConfirm: 'Make it a repository',
  firstCommitTitle: 'This repository has no commits yet',
  firstCommitText: (branch: string) =>
    `A session starts from a commit, and ${branch} has none. Coppice can make the first one from the files that are there.`,
  firstCommitDoes: ['git add --all', 'git commit -m "Initial commit"'],
  firstCommitConfirm: 'Make the first commit',
  runs: 'This runs:',
  trustTitle: 'Do you trust this repository?',
  trustText:
    'Its git configuration or hooks would run these programs on your machine when git works in it. Nothing has run yet.',
  trustWould: 'It would run:',
  trustConfirm: 'Trust and open',
  forgotten: (name: string) => `Removed ${name} from the list`,
  forgottenHint: 'Nothing on disk was changed.',
};
