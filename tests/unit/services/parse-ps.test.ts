import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parsePs } from '../../../src/main/services/platform/parse-ps';
import { readProcessTable } from '../../../src/main/services/platform/process-table';

// As macOS prints it: times with hundredths, a padded day, commands with spaces.
const MAC = `
    1     0     1     0 Ss    12345  12:34.56 Thu Jan  1 08:00:00 2026     /sbin/launchd
  501     1   501   501 S+     2048   0:01.50 Sun Nov 22 15:00:13 2026     node agent.js --acp
  502   501   501   501 Z         0   0:00.00 Sun Nov 22 15:00:14 2026     (node)
  503   501   501   501 R      4096 1-02:03:04 Sun Nov 22 15:00:14 2026    long
`;

describe('what ps prints', () => {
  it('is read line by line, without what only waits to be reaped', () => {
    expect(parsePs(MAC)).toEqual([
      expect.objectContaining({ pid: 1, uid: 0, cpuMs: 754_560, startTime: 'Thu Jan 1 08:00:00 2026' }),
      {
        pid: 501,
        parent: 1,
        group: 501,
        uid: 501,
        startTime: 'Sun Nov 22 15:00:13 2026',
        cpuMs: 1500,
        memory: 2048 * 1024,
        name: 'node agent.js --acp',
      },
      expect.objectContaining({ pid: 503, cpuMs: ((26 * 60 + 3) * 60 + 4) * 1000, name: 'long' }),
    ]);
  });

  it.skipIf(process.platform !== 'linux')('says of this process what /proc says', async () => {
    const columns = 'pid=,ppid=,pgid=,uid=,stat=,rss=,time=,lstart=,command=';
    const [printed] = parsePs(
      execFileSync('ps', ['-ww', '-o', columns, '-p', String(process.pid)], {
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
        encoding: 'utf8',
      }),
    );
    const row = (await readProcessTable()).find(({ pid }) => pid === process.pid);
    expect(row).toMatchObject({ parent: process.ppid, uid: process.getuid?.() });
    expect(printed).toMatchObject({ parent: row?.parent, group: row?.group, uid: row?.uid });
    // Memory and time go on while both are read.
    expect((row?.memory ?? 0) / (printed?.memory ?? 1)).toBeGreaterThan(0.5);
    expect((row?.memory ?? 0) / (printed?.memory ?? 1)).toBeLessThan(2);
    expect(row?.cpuMs).toBeGreaterThanOrEqual(printed?.cpuMs ?? Number.NaN);
  });
});
