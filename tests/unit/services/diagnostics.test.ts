import { describe, expect, it } from 'vitest';
import {
  type DiagnosticsFacts,
  describeDiagnostics,
} from '../../../src/main/services/diagnostics/diagnostics';
import { redactor } from '../../../src/main/services/diagnostics/redact';
import { agentId, sessionId } from '../../../src/shared/domain/ids';
import type { Session } from '../../../src/shared/domain/session';

const ID = sessionId.parse('s1');
const claude = agentId.parse('claude');

const session = {
  id: ID,
  title: 'Rhododendron wanted',
  status: { kind: 'failed', message: 'rhododendron' },
  queued: 2,
  life: { kind: 'live' },
} as unknown as Session;

const facts: DiagnosticsFacts = {
  versions: { Coppice: '1.2.3', 'Data folder': '/home/kim/.config/Coppice' },
  counts: { repositories: 1, sessions: 2, archived: 0, turns: 30, events: 400, checkpoints: 5, bytes: 4096 },
  pool: { size: 1, byStatus: { starting: 0, idle: 1, running: 0, awaiting: 0, stopped: 0, failed: 0 } },
  sessions: [session],
  agentSessions: [{ sessionId: ID, agent: claude, status: 'idle' }],
  catalog: [
    {
      id: claude,
      name: 'Claude',
      source: 'known',
      availability: { kind: 'ready', path: '/x', version: '2.1' },
    },
    { id: agentId.parse('codex'), name: 'Codex', source: 'known', availability: { kind: 'missing' } },
  ],
  catalogProblems: 1,
  log: '',
  redact: { home: '/home/kim', worktreesFolder: '/home/kim/.config/Coppice/worktrees', names: [] },
};

function logged(...entries: object[]): string {
  const log = ['cut short"}', ...entries.map((entry) => JSON.stringify(entry))].join('\n');
  return describeDiagnostics({ ...facts, log });
}

describe('the diagnostics text', () => {
  it('says what there is, by ids and counts', () => {
    const text = describeDiagnostics(facts);
    for (const line of [
      'Coppice: 1.2.3',
      'Data folder: ~/.config/Coppice',
      'events: 400',
      'idle: 1',
      's1: failed, 2 queued; claude idle',
      'claude (known): ready 2.1',
      'codex (known): missing',
      'problems in agents.json: 1',
    ]) {
      expect(text.split('\n')).toContain(`  ${line}`);
    }
    expect(text.toLowerCase()).not.toContain('rhododendron');
  });

  it('takes warnings and errors of the log only, the last ones, without what agents printed', () => {
    const text = logged(
      { at: '1', level: 'info', message: 'started' },
      { at: '2', level: 'warn', message: 'agent printed', agent: 'claude', text: 'rhododendron' },
      { at: '3', level: 'error', message: 'failed', error: 'Error: no\n    at /home/kim/x.ts:1' },
    );
    expect(text).not.toContain('started');
    expect(text).not.toContain('rhododendron');
    expect(text).toContain('  2 warn agent printed agent=claude text=[left out]\n');
    expect(text).toContain('  3 error failed error=Error: no | at ~/x.ts:1\n');

    const many = logged(
      ...Array.from({ length: 500 }, (_, index) => ({ at: '1', level: 'warn', message: `number-${index}.` })),
    );
    expect(many.match(/number-/g)).toHaveLength(200);
    expect(many).toContain('number-499.');
    expect(many).not.toContain('number-299.');
  });
});

describe('what is taken out of a text', () => {
  const redact = redactor({
    home: '/home/kim',
    worktreesFolder: '/home/kim/w',
    names: ['/data/My Repo-1/plant trees', 'plant-trees'],
  });

  it.each([
    ['key sk-proj-abcdefgh12345', 'key [secret]'],
    ['ghp_abcdefghijklmnop', '[secret]'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: Bearer [secret]'],
    ['{"api_key": "abcdef"}', '{"api_key": "[secret]"}'],
    ['PASSWORD=hunter2, next', 'PASSWORD=[secret], next'],
    ['fetch https://kim:pw@host/x failed', 'fetch https://[secret]@host/x failed'],
    ['open /home/kim/a', 'open ~/a'],
    ['in /home/kimberly/a', 'in /home/kimberly/a'],
    ['cwd “/home/kim”', 'cwd “~”'],
    ['at /home/kim/w/repo-1/fix-login/src', 'at [worktree]'],
    ['in /data/My Repo-1/plant trees', 'in [name]'],
    ["branch 'coppice/fix-login' exists", "branch '[branch]' exists"],
    ['nothing to hide: 12 tokens', 'nothing to hide: 12 tokens'],
  ])('%s', (given, expected) => {
    expect(redact(given)).toBe(expected);
  });
});
