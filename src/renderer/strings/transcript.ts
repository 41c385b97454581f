import type { PlanEntry, StopReason, ToolKind, ToolStatus } from '../../shared/domain/agent-event';

const number = new Intl.NumberFormat();

export const markdownStrings = {
  copyCode: 'Copy code',
  done: '☑',
  image: (name: string) => `Image: ${name}`,
  open: '☐',
  plainCode: 'text',
  showAllCharacters: (count: number) => `Show all ${number.format(count)} characters`,
  showAllLines: (count: number) => `Show all ${number.format(count)} lines`,
  showWholeMessage: 'Show the whole message',
  table: 'Table',
  unnamedImage: 'without a name',
};

const stopReasons: Record<StopReason, string> = {
  end_turn: 'Done',
  cancelled: 'Cancelled',
  refused: 'The agent declined',
  limit: 'Stopped at a limit',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

const toolKinds: Record<ToolKind, string> = {
  read: 'Read',
  edit: 'Edit',
  delete: 'Delete',
  move: 'Move',
  search: 'Search',
  execute: 'Run',
  think: 'Think',
  fetch: 'Fetch',
  switch_mode: 'Switch mode',
  other: 'Tool',
};

const toolStatuses: Record<ToolStatus, string> = {
  pending: 'Waiting',
  in_progress: 'Running',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const planStatuses: Record<PlanEntry['status'], string> = {
  pending: 'to do',
  in_progress: 'in progress',
  completed: 'done',
};

export const transcriptStrings = {
  actionGroup: 'Session',
  agentFilter: 'Show entries of',
  allAgents: 'All',
  announcePermission: (title: string) => `Needs your permission: ${title}`,
  audio: 'Audio',
  copyMessage: 'Copy message',
  continue: 'Continue',
  continueTurn: 'Continue the interrupted turn',
  contextDecided: {
    retry: 'tried again',
    summary: 'started new with a summary',
    fresh: 'started new',
  },
  contextDecisions: {
    retry: 'Try again',
    summary: 'Start new with a summary',
    fresh: 'Start new without',
  },
  contextExplained: (agent: string) =>
    `It remembers nothing of what was said here. Nothing is sent to ${agent} until you decide how to go on; prompts wait.`,
  contextHints: {
    retry: 'Ask the agent once more for its earlier conversation',
    summary: 'Your next prompt comes with a summary of this transcript, which you can read here then',
    fresh: 'The agent begins knowing nothing',
  },
  contextId: (id: string) => `Its id is kept: ${id}`,
  contextLost: (agent: string) => `${agent} could not bring back its earlier conversation`,
  dismiss: 'Dismiss',
  dismissHint: 'Leave it as it is; what waits goes on',
  dismissTurn: 'Dismiss the interrupted turn',
  steers: 'into the running turn',
  restart: 'Restart the agent',
  sendAgain: 'Send again',
  showTurnChanges: 'Show its changes',
  cutOff: 'Cut off before it finished.',
  emptyExamples: 'Try one of these',
  emptyLead: (branch: string, base: string) =>
    `Agents work here on ${branch}, apart from your own checkout. It started from ${base}.`,
  emptyTitle: 'Nothing said yet',
  emptyUnprepared: 'You can write your prompt meanwhile. It runs when the worktree is ready.',
  exitCode: (code: number) => `Exit code ${code}`,
  from: (agent: string) => `from ${agent}`,
  handedOver: 'Coppice handed over a summary of the earlier conversation with this prompt',
  hiddenLines: (count: number) =>
    `${number.format(count)} earlier ${count === 1 ? 'line' : 'lines'} not shown`,
  input: 'Input',
  jump: 'Jump to latest',
  jumpNew: (count: number) => `${number.format(count)} new`,
  late: 'after the turn ended',
  linesUnchanged: (count: string) => `${count} unchanged`,
  loadingOlder: 'Loading earlier entries',
  newFile: 'new file',
  nothingFrom: (agent: string) => `Nothing from ${agent} in the entries loaded so far.`,
  noText: 'Attachment',
  output: 'Output',
  permissionAnswerFailed: 'The answer did not reach the agent.',
  permissionHint: (last: number) => `Press ${last === 2 ? '1 or' : '1 to'} ${last} to answer`,
  permissionByKeys: (shortcut: string, last: number) =>
    `${shortcut}, then ${last === 2 ? '1 or' : '1 to'} ${last} to answer`,
  permissionTitle: 'Needs your permission',
  plan: 'Plan',
  planProgress: (done: number, all: number) => `${done} of ${all} done`,
  planStatuses,
  raw: 'Raw data',
  sentComments: (count: number) => `${number.format(count)} review ${count === 1 ? 'comment' : 'comments'}`,
  resolvedBy: {
    user: 'you',
    policy: 'a rule',
    agent: 'the agent',
    cancel: 'cancelled',
  },
  resolved: (choice: string, by: string) => `${choice}, by ${by}`,
  resolvedCancelled: 'Not answered: the turn ended',
  showQuestion: 'Go to the open question',
  showAllText: 'Show all of it',
  showLess: 'Show less',
  stopReasons,
  thinking: 'Thinking',
  thought: 'Thought',
  title: 'Transcript',
  to: (agent: string) => `to ${agent}`,
  toolKinds,
  toolAsked: { open: 'Waiting for you', rejected: 'Rejected' },
  toolStatuses,
  turnLine: (reason: string, duration: string) => `${reason} · ${duration}`,
  unknown: (native: string) => `Something this version of Coppice does not know: ${native}`,
  unknownTitle: 'Unknown message',
  viewOutputAll: 'Show all of the output',
  you: 'You',
};

/** Prompts the built-in agent understands without a model. */
export const examplePrompts = [
  { prompt: 'help', does: 'What the built-in agent can do' },
  { prompt: 'replace "old" with "new" in README.md', does: 'Change a file, then review it' },
  { prompt: 'write notes.md: hello', does: 'Write a new file' },
];
