import type { StepKind, StepProgress, Strategy } from '../../shared/domain/finish';
import type { BaseDrift } from '../../shared/domain/session';

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);
/** A verb after a count of files. */
const verb = (count: number, one: string, many: string) => (count === 1 ? one : many);
const commits = (count: number) => (count === 1 ? '1 commit' : `${count} commits`);

/** Commits of a base that a session lacks. */
const lacking = ({ commits: count, more }: BaseDrift) => (more ? `${count}+ commits` : commits(count));

/** What the dialog that finishes a session says. */
export const finishStrings = {
  open: 'Finish session',
  button: 'Finish',
  drift: (drift: BaseDrift, base: string) =>
    drift.kind === 'rewritten' ? `${base} was rewritten` : `${lacking(drift)} behind ${base}`,
  driftExplained: (drift: BaseDrift, base: string) =>
    drift.kind === 'rewritten'
      ? `What this session started from is no longer in ${base}; ${lacking(drift)} of it are not here. Finish shows what would conflict and how to bring them in.`
      : `${base} has ${lacking(drift)} this session does not have. Finish shows what would conflict and how to bring them in.`,
  merging: 'Merge under way',
  mergingExplained:
    'Another branch is being brought into this session. Finish shows what is left to decide on, completes the merge or gives it up.',
  driftWhatToDo: (drift: BaseDrift, base: string) =>
    drift.kind === 'rewritten'
      ? `${base} was rewritten since this session started. Rebase makes this session's commits again on top of it; the others say below what they would do.`
      : `${base} has ${lacking(drift)} this session does not have. Merge and Squash join the two in ${base}; Rebase puts this session on top of it first. What conflicts is named below.`,
  title: (session: string) => `Finish “${session}”`,
  intro: 'Nothing moves before you press a button, and each says what it moves.',
  reading: 'Looking at the session…',
  cancel: 'Cancel',
  underWay: {
    commit: 'Committing…',
    integrate: 'Moving branches…',
    push: 'Pushing…',
  } satisfies Record<StepKind, string>,
  movingSlowly: (folder: string) => `Moving files in ${folder} takes long; a filter may hang…`,
  stopMoving: 'Stop moving',
  moving: (folder: string) => `Moving files in ${folder}, which is not called off half-way…`,
  files,

  commitTitle: 'Commit',
  commitWhat: (count: number, branch: string) =>
    `${files(count)} you accepted ${verb(count, 'goes', 'go')} to ${branch} as one commit.`,
  committedAll: 'Everything you accepted is committed.',
  pending: (count: number) => `${files(count)} nobody has decided on ${verb(count, 'stays', 'stay')} out.`,
  andMore: (count: number) => `and ${count} more`,
  message: 'Message',
  messageHint: 'Your hooks run, and the commit is signed if yours are.',
  draftAgain: 'Draft again',
  commit: (count: number) => `Commit ${files(count)}`,
  completeMerge: 'Complete the merge',
  commitShort: 'Commit…',
  commitPlain: 'Commit without hooks',
  commitBare: 'Commit without hooks and signing',
  commitUnsigned: 'Commit unsigned',
  trust: 'Trust this repository and commit',
  committed: (commit: string) => `Committed as ${commit}.`,
  nothingNew: 'The branch had all of it already.',
  changedByHooks: (paths: readonly string[]) =>
    `A hook changed ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}; what it made counts as accepted.`,

  integrateTitle: 'Bring into another branch',
  target: 'Target branch',
  strategy: 'How',
  strategies: {
    merge: 'Merge',
    squash: 'Squash',
    rebase: 'Rebase',
    'fast-forward': 'Fast-forward',
  } satisfies Record<Strategy, string>,
  looking: 'Looking what would happen…',
  noTargets: 'There is no other local branch.',
  upToDate: (target: string, uncommitted: number) =>
    uncommitted > 0
      ? `There is no commit yet that ${target} lacks. Commit first.`
      : `${target} already has everything in this session.`,
  diverged: (target: string, behind: number) =>
    `${target} has ${commits(behind)} of its own, so it cannot just move forward. Merge or rebase instead.`,
  conflicts: (count: number, target: string) =>
    count === 1 ? `1 file conflicts with ${target}:` : `${count} files conflict with ${target}:`,
  conflictsAt: (subject: string) => `The commit “${subject}” cannot be replayed.`,
  what: (strategy: Strategy, target: string, ahead: number, changed: number) => {
    const amount = `${commits(ahead)}, ${files(changed)}`;
    switch (strategy) {
      case 'merge':
        return `Adds a merge commit to ${target} (${amount}).`;
      case 'squash':
        return `Adds one commit to ${target} that holds all of it (${amount}).`;
      case 'rebase':
        return `Makes the commits again on top of ${target}, moves this session's branch and files there, then ${target} (${amount}).`;
      case 'fast-forward':
        return `Moves ${target} forward to this session's newest commit (${amount}).`;
    }
  },
  behind: (target: string, count: number) => `${target} is ${commits(count)} ahead of where this started.`,
  uncommitted: (count: number) =>
    `${files(count)} you accepted ${verb(count, 'is', 'are')} not committed yet, and left behind.`,
  noHooks: 'Hooks do not run for this; signing does.',
  checkout: 'Update my checkout too',
  checkoutHint: (target: string, path: string) => `${target} is checked out in ${path}; its files follow.`,
  checkoutNeeded: (target: string) => `Without that ${target} cannot move.`,
  dirty: (path: string, names: readonly string[]) =>
    `${path} has changes of its own (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}). Commit or stash them first.`,
  busy: (path: string, what: string) => `In ${path}, ${what} is under way. Finish that first.`,
  integrate: (strategy: Strategy, target: string) => {
    switch (strategy) {
      case 'merge':
        return `Merge into ${target}`;
      case 'squash':
        return `Squash into ${target}`;
      case 'rebase':
        return `Rebase and move ${target}`;
      case 'fast-forward':
        return `Move ${target} forward`;
    }
  },
  integrated: (target: string, commit: string) => `${target} is at ${commit} now.`,
  putBack: (target: string, commit: string) => `Put ${target} back to ${commit}`,
  wasPutBack: (target: string) => `${target} is where it was.`,
  unsigned: 'Go on unsigned',

  agent: 'Agent',
  resolve: (agent: string) => `Let ${agent} resolve`,
  resolveHint: (target: string) =>
    `Merges ${target} into this session's worktree and asks for the conflicts to be resolved. You review the result.`,
  resolvedByLast: (agent: string) => `${agent} worked in this session last; you can pick another one.`,
  resolvedByFirst: (agent: string) =>
    `${agent} is the first agent here that can do that; you can pick another one.`,
  resolveFirst: 'Decide on every file and commit first: the merge needs a session without open changes.',
  resolveByHand: (agent: string) =>
    `${agent} has no model and cannot do that: edit the files yourself, or give it one in Settings first.`,
  bringing: 'Another branch is being brought into this session.',
  resolvingLeft: (count: number) =>
    `${files(count)} ${verb(count, 'waits', 'wait')} for your decision under Changes.`,
  resolvingMarked: (paths: readonly string[]) =>
    `${paths.length === 1 ? paths[0] : files(paths.length)} ${verb(paths.length, 'was', 'were')} accepted with conflict markers (<<<<<<<) inside: take them out, or have an agent do it, then accept again.`,
  resolvingDone: 'All conflicts are decided. Complete the merge with a commit.',
  stopResolving: 'Give it up',
  stopResolvingHint: 'Files go back to what they were before.',

  pushTitle: 'Push',
  remote: 'Remote',
  noRemotes: 'This repository has no remote. Add one with “git remote add”.',
  push: (remote: string) => `Push to ${remote}`,
  pushWhat: (branch: string) => `Sends ${branch} and nothing else, and never overwrites what is there.`,
  pushed: (remote: string) => `${remote} has the branch.`,
  upToDateRemote: (remote: string) => `${remote} had it already.`,
  pullTitle: 'Title',
  pullBody: 'Description',
  openPull: 'Open pull request',
  pullOpened: (url: string) => `Opened ${url}`,
  pullPage: (reason: string) => `${reason} Its page is open in your browser.`,
};

/** What a step is at. */
export function describeStep({ text, moving, slow }: StepProgress): string {
  if (moving === undefined) return text;
  return slow ? finishStrings.movingSlowly(moving) : finishStrings.moving(moving);
}
