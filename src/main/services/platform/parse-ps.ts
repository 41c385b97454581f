import type { ProcessRow } from './process-row';

/** `pid ppid pgid uid stat rss time lstart(5 words) command`, as asked for in process-table.ts. */
const LINE =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\d+)\s+(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/;

/** The living processes in what ps printed. */
export function parsePs(output: string): ProcessRow[] {
  return output.split('\n').flatMap((line) => {
    const [, pid, parent, group, uid, state = '', rss, time = '', start = '', name = ''] =
      LINE.exec(line) ?? [];
    if (pid === undefined || state.startsWith('Z')) return [];
    return {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      uid: Number(uid),
      startTime: start.replace(/\s+/g, ' '),
      cpuMs: parseCpuTime(time),
      memory: Number(rss) * 1024,
      name,
    };
  });
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` in milliseconds. */
function parseCpuTime(text: string): number {
  const [days, clock] = text.includes('-') ? text.split('-') : ['0', text];
  const seconds = (clock ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}
