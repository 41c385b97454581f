/** How a session's branch gets into its target. */
export type Strategy = 'merge' | 'squash' | 'rebase' | 'fast-forward';

/** A file that two sides changed in ways git cannot put together by itself. */
export interface Conflict {
  /** Repository-relative; bytes that are not UTF-8 appear as U+FFFD. */
  path: string;
  /** The exact bytes of `path`, base64, present only when they are not valid UTF-8. */
  pathBytes?: string;
  /** What git calls it: `contents`, `modify/delete`, `binary` and the like. */
  kind: string;
}

export type IntegrationOutcome =
  | { kind: 'ready'; files: number }
  /** The target has everything already. */
  | { kind: 'up-to-date' }
  /** The target has commits of its own, so that it cannot just be moved forward. */
  | { kind: 'diverged' }
  /** `at` is the subject of the commit that cannot be replayed. */
  | { kind: 'conflicts'; conflicts: Conflict[]; at?: string };

/** A worktree, the user's checkout or another, that has a branch checked out. */
export interface Checkout {
  path: string;
  /** Changed files that git tracks (at most ten are named), or why nothing may move there now. */
  state: { kind: 'clean' } | { kind: 'dirty'; files: string[] } | { kind: 'busy'; with: string };
}

/** What integrating would do; nothing has moved. */
export interface Preflight {
  strategy: Strategy;
  branch: string;
  branchTip: string;
  target: string;
  targetTip: string;
  /** Commits only the session's branch has, and only the target has. */
  ahead: number;
  behind: number;
  outcome: IntegrationOutcome;
  /** Where the target is checked out, when it is. */
  checkout?: Checkout;
  /** Accepted files that are in no commit yet, and files nobody has decided on. */
  uncommitted: number;
  pending: number;
  /** A message for the commit that merge and squash make. */
  message: string;
}

/** What was done, and what takes it back. */
export interface Integration {
  strategy: Strategy;
  target: string;
  before: string;
  after: string;
  /** The checkout whose files followed, when one did. */
  checkout?: string;
}

export interface Remote {
  name: string;
  url: string;
}

/** What a step does: `integrate` is also taking that back, and bringing the target in. */
export type StepKind = 'commit' | 'integrate' | 'push';

/** A step that is under way in a session. */
export interface StepProgress {
  kind: StepKind;
  /** The latest word on it: of hooks, git or a remote. */
  text: string;
  /** The folder whose files it moves now, from when on it is not called off unless that takes long. */
  moving?: string;
  /** Set once moving files takes long: a filter may hang. */
  slow?: true;
}

/** What there is to finish in a session. */
export interface FinishState {
  branch: string;
  /** Paths of accepted files that are in no commit yet. */
  uncommitted: string[];
  /** A message for them, with everybody to credit. */
  message: string;
  /** Local branches this one can go into, its base first. */
  targets: string[];
  remotes: Remote[];
  /** The remote to push to unless the user picks another. */
  remote?: string;
  /** Set while another branch is being brought in: files to decide on, and those of them accepted with conflict markers. */
  bringingIn?: { conflicts: string[]; marked?: string[] };
  /** The last integration, while it can be taken back. */
  undo?: Integration;
}

export type PullRequest =
  /** Opened by the user's own program. */
  | { kind: 'opened'; url: string }
  /** A page that opens one; `reason` says why no program did. */
  | { kind: 'page'; url: string; reason: string };
