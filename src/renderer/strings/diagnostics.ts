import { plural } from '../lib/format';

/** What diagnostics and the processes dialog say. */
export const diagnosticsStrings = {
  copy: 'Copy diagnostics',
  copied: 'Diagnostics copied',
  copiedHint: 'Versions, counts, states and warnings. No prompts, titles or keys.',
  processes: 'Processes…',
  title: 'Processes',
  intro: 'What Coppice runs now. Memory counts what processes share in each of them.',
  notWatching: (reason: string) =>
    /no space left|ENOSPC/i.test(reason)
      ? 'Edits by other programs show when you come back to this window: the system’s limit of watched folders is used up (fs.inotify.max_user_watches).'
      : `Edits by other programs show when you come back to this window, because folders cannot be watched: ${reason}`,
  looking: 'Looking…',
  unreadable: 'Processes cannot be listed on this system',
  unreadableHint: 'Agents run all the same; your system’s task manager shows them.',
  process: 'Process',
  pid: 'PID',
  cpu: 'CPU',
  memory: 'Memory',
  own: 'Coppice itself',
  others: 'Outside of sessions',
  sessionGone: 'A session that is not listed',
  runForAgent: 'Run for an agent',
  openSession: (title: string) => `Open session ${title}`,
  unknownCpu: '–',
  unknownCpuHint: 'Known after the next look',
  percent: (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)}%`,
  count: (processes: number) => plural(processes, 'process', 'processes'),
};
