import { describe, expect, it } from 'vitest';
import { findOverlap } from '../../../../src/renderer/features/composer/model/overlap';
import { overlapStrings } from '../../../../src/renderer/strings/overlap';
import type { Author, Change } from '../../../../src/shared/domain/change';
import type { AgentId, TurnId } from '../../../../src/shared/domain/ids';
import type { Turn } from '../../../../src/shared/domain/turn';

const claude = 'claude' as AgentId;
const codex = 'codex' as AgentId;

const running = (agent: AgentId, id = `${agent}-now`) =>
  ({ id: id as TurnId, agent, state: { status: 'running' } }) as Turn;
const by = (agent: AgentId, turnId = `${agent}-now`): Author => ({
  kind: 'agent',
  agent,
  turnId: turnId as TurnId,
});
const change = (path: string, ...authors: Author[]) => ({ path, authors }) as Change;
const prompt = (text: string, ...mentions: string[]) => ({ text, mentions });

describe('what a prompt overlaps with', () => {
  it('is nothing where only its own agent works, or nobody', () => {
    const changes = [change('a.ts', by(codex)), change('b.ts', { kind: 'user' }, { kind: 'unknown' })];
    expect(findOverlap(codex, [running(codex)], changes, prompt('fix a.ts and b.ts'))).toBe(null);
    expect(findOverlap(codex, [], [], prompt('fix a.ts'))).toBe(null);
  });

  it('is another agent at work, with what it changed in its turn', () => {
    const changes = [change('a.ts', by(claude)), change('old.ts', by(claude, 'earlier'))];
    expect(findOverlap(codex, [running(claude)], changes, prompt('hello'))).toEqual({
      kind: 'working',
      agents: [claude],
      files: ['a.ts'],
      named: false,
    });
  });

  it('is the files the prompt names of it, also of its earlier turns', () => {
    const changes = [change('src/a.ts', by(claude)), change('old.ts', by(claude, 'earlier'))];
    expect(findOverlap(codex, [running(claude)], changes, prompt('look at old.ts'))).toMatchObject({
      files: ['old.ts'],
      named: true,
    });
  });

  it('is undecided changes of another agent in files the prompt names, though nobody works', () => {
    const changes = [change('src/a.ts', by(claude), by(codex)), change('b.ts', by(codex))];
    expect(findOverlap(codex, [], changes, prompt('fix src/a.ts, then b.ts'))).toEqual({
      kind: 'pending',
      agents: [claude],
      files: ['src/a.ts'],
      named: true,
    });
  });

  it.each([
    ['@src/lib/deep/file.ts, please', true],
    ['see `./src/lib/deep/file.ts:12:3`.', true],
    ['rename (file.ts)!', true],
    ['everything in src/lib/ again', true],
    ['deep/file.ts', true],
    ['profile.ts', false],
    ['lib', false],
    ['file.tsx', false],
    ['src/lib/deep/file.ts.bak', false],
  ])('finds a path in “%s”: %s', (text, found) => {
    const overlap = findOverlap(codex, [], [change('src/lib/deep/file.ts', by(claude))], prompt(text));
    expect(overlap !== null).toBe(found);
  });

  it('finds a mention with spaces in its name, and none that was taken out of the text', () => {
    const changes = [change('my notes/to do.md', by(claude))];
    const mention = 'my notes/to do.md';
    expect(findOverlap(codex, [], changes, prompt(`read @${mention} now`, mention))).not.toBe(null);
    expect(findOverlap(codex, [], changes, prompt('read it now', mention))).toBe(null);
  });
});

describe('the sentence about an overlap', () => {
  it('names agents and files, and how many more there are', () => {
    const files = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'];
    const one = { kind: 'working' as const, agents: [claude], files, named: true };
    expect(overlapStrings.what(one, overlapStrings.names(['Claude']))).toBe(
      'Claude is at work and has changes in a.ts, b.ts, c.ts, and 2 more files, which your prompt names.',
    );
    const two = { ...one, agents: [claude, codex], files: [], named: false };
    expect(overlapStrings.what(two, overlapStrings.names(['Claude', 'Codex']))).toBe(
      'Claude and Codex are at work in this worktree.',
    );
  });
});
