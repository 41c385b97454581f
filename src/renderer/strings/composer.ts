import type { Availability } from '../../shared/domain/agent';
import { plural } from '../lib/format';
import { formatShortcut } from '../lib/shortcut';
import { commonStrings } from './common';

type Missing = Extract<Availability, { kind: 'missing' }>;

export const composerStrings = {
  actionGroup: 'Session',
  agent: 'Agent',
  agentChecking: 'Looking for it on this machine',
  agentMissing: ({ command, install }: Missing) =>
    command ? commonStrings.noProgram(command) : install ? `Not installed: ${install}` : 'Not installed',
  agentNotInstalled: (name: string, { command }: Missing) =>
    command
      ? `${name} cannot be started: there is no program “${command}”.`
      : `${name} is not installed on this machine.`,
  agentNotInstalledHint: ({ command, install }: Missing) =>
    command
      ? 'Correct its command in agents.json (Settings, Agents), or install the program.'
      : install
        ? `Install it with: ${install}`
        : 'Pick another agent, or see its website for how to install it.',
  agentStarting: (name: string) => `Starting ${name}`,
  archived: 'This session was put away. Restore it to go on.',
  attach: 'Attach images',
  attachments: 'Attached images',
  boolean: { on: 'On', off: 'Off' },
  busySince: (name: string, took: string) => `${name} is working · ${took}`,
  cannotAttach: {
    'not-an-image': (name: string) => `${name || 'This'} is not a PNG, JPEG, GIF or WebP image.`,
    'too-large': (name: string) => `${name || 'This image'} is larger than 5 MB.`,
    'too-many': () => 'A prompt takes ten images at most.',
  },
  commands: 'Commands',
  cancelling: 'Stopping',
  dismiss: 'Dismiss',
  edit: 'Edit',
  editCancel: 'Cancel',
  editHint: 'Edit it where it stands (Enter)',
  editLabel: 'Waiting prompt',
  editOne: (prompt: string) => `Edit: ${prompt}`,
  editSave: 'Save',
  emptyHint: 'Write a prompt first',
  endNow: 'End now',
  endNowHint: (name: string) => `End ${name} and all it runs, without waiting for it`,
  failedToAttach: 'The image could not be read.',
  files: 'Files',
  focus: 'Write a prompt',
  goOn: 'Go on',
  held: {
    cancelled: 'You stopped the turn before it. The queue waits until you let it go on.',
    broken: 'The queue is waiting until what is wrong above is repaired.',
    context: (name: string) => `${name} lost its earlier conversation. Say in the transcript how to go on.`,
    failed: 'The queue is waiting because the turn before it failed.',
    interrupted: 'The queue is waiting because the turn before it was interrupted.',
    other: 'The queue is waiting for you.',
    paused: 'You paused the queue. It waits until you let it go on.',
  },
  intoComposer: 'Put it into the composer',
  label: (name: string) => `Prompt for ${name}`,
  loadingFiles: 'Searching',
  mode: 'Mode',
  more: 'More options',
  moveDown: (prompt: string) => `Move down: ${prompt}`,
  moveDownHint: () => `Move down (${formatShortcut('Alt+ArrowDown')})`,
  moveUp: (prompt: string) => `Move up: ${prompt}`,
  moveUpHint: () => `Move up (${formatShortcut('Alt+ArrowUp')})`,
  movedTo: (place: number, count: number) => `Moved to place ${place} of ${count}`,
  noCommands: 'No such command',
  noCommandsYet: (name: string) => `${name} says its commands once it has started`,
  noFiles: 'No file matches',
  onlyImages: 'Images only',
  pause: 'Pause',
  pauseHint: 'Start none of these prompts until you go on',
  placeholder: (name: string) => `Ask ${name} for something. @ for files, / for commands`,
  preparing: 'What you send now runs when the worktree is ready',
  queue: 'Waiting prompts',
  queueCount: (count: number) => plural(count, 'prompt waits', 'prompts wait'),
  queueShown: (count: number, name: string) => `${count} for ${name}`,
  removeAttachment: (name: string) => `Remove ${name}`,
  send: 'Send',
  sendQueues: 'Send: waits its turn',
  silence: (seconds: number) => `No activity for ${seconds} s`,
  silent: (name: string) => `No activity of ${name} for a while`,
  startingSince: (name: string, took: string) => `Starting ${name} · ${took}`,
  startedMeanwhile: 'This prompt was sent before your change was saved',
  startedMeanwhileHint: 'What you wrote is in the composer.',
  startToSet: 'Start the agent to set its model and mode',
  steer: 'Steer',
  steerHint: () => `Say it into the running turn (${formatShortcut('Mod+Enter')})`,
  stop: 'Stop',
  stopHint: () => `Stop (${formatShortcut('Mod+.')})`,
  toQuestion: 'Decide',
  unprepared: 'This session has no worktree. Try again above, or archive it.',
  waitingSince: (name: string) => `${name} waits for your answer`,
  waitsForStep: (name: string) => `${name} waits for what is under way in Finish`,
  waitsForWorktree: (name: string) => `${name} starts when the worktree is ready`,
  withdrawHint: 'Take it out of the queue (Delete)',
  withdrawn: 'Prompt taken out of the queue',
  withdrawOne: (prompt: string) => `Withdraw: ${prompt}`,
};
