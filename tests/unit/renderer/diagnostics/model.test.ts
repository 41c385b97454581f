import { describe, expect, it } from 'vitest';
import { shortCommand } from '../../../../src/renderer/features/diagnostics/model/short-command';
import { totalOf } from '../../../../src/renderer/features/diagnostics/model/total-of';

const one = (cpu: number | null, memory: number) => ({ pid: 1, depth: 0, command: 'x', cpu, memory });

describe('what a tree takes in all', () => {
  it('adds what is known', () => {
    expect(totalOf([one(1.5, 10), one(null, 20), one(2, 30)])).toEqual({ cpu: 3.5, memory: 60 });
  });

  it('knows no CPU while none is known', () => {
    expect(totalOf([one(null, 10)])).toEqual({ cpu: null, memory: 10 });
    expect(totalOf([])).toEqual({ cpu: null, memory: 0 });
  });
});

describe('a short command', () => {
  it.each([
    ['/usr/bin/node /home/kim/agent.js --acp', 'node /home/kim/agent.js --acp'],
    ['/bin/sh', 'sh'],
    ['node agent.js', 'node agent.js'],
    ['cat /etc/hosts', 'cat /etc/hosts'],
    ['/Applications/My App.app/x', 'My App.app/x'],
    ['[kworker/0:1]', '[kworker/0:1]'],
  ])('%s', (given, expected) => {
    expect(shortCommand(given)).toBe(expected);
  });
});
