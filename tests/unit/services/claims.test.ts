import { describe, expect, it } from 'vitest';
import { Claims } from '../../../src/main/services/changes/claims';
import type { Tool } from '../../../src/shared/domain/agent-event';

function call(id: string, patch: Partial<Tool>) {
  const tool: Tool = {
    toolCallId: id,
    title: id,
    toolKind: 'other',
    status: 'pending',
    content: [],
    locations: [],
    ...patch,
  };
  return { kind: 'tool_call', tool } as const;
}

const done = (id: string) =>
  ({ kind: 'tool_update', toolCallId: id, patch: { status: 'completed' } }) as const;

describe('what an agent can have written', () => {
  it('is the file it says it edits, named absolutely or not', () => {
    const claims = new Claims('/w');
    claims.follow(call('1', { toolKind: 'edit', locations: [{ path: '/w/src/a.ts' }] }));
    claims.follow(call('2', { content: [{ type: 'diff', path: 'b.ts', oldText: null, newText: '' }] }));
    expect(claims.covers('src/a.ts')).toBe('named');
    expect(claims.covers('b.ts')).toBe('named');
    expect(claims.covers('c.ts')).toBe('no');
  });

  it('is everything in a folder that it deletes or moves', () => {
    const claims = new Claims('/w');
    claims.follow(call('1', { toolKind: 'delete', locations: [{ path: '/w/old' }] }));
    expect(claims.covers('old/deep/a.ts')).toBe('named');
    expect(claims.covers('older.ts')).toBe('no');
  });

  it('is anything when an edit of its ended without naming a file', () => {
    const claims = new Claims('/w');
    claims.follow(call('1', { toolKind: 'edit', status: 'in_progress' }));
    expect(claims.covers('a.ts')).toBe('no');
    claims.follow(done('1'));
    expect(claims.covers('a.ts')).toBe('possible');
  });

  it('is a file that was written on its word, until a checkpoint holds it', () => {
    const claims = new Claims('/w');
    const written = claims.writing('/w/src/a.ts', 'text');
    claims.settle(claims.finished());
    expect(claims.covers('src/a.ts')).toBe('named');
    written();
    claims.settle(claims.finished());
    expect(claims.covers('src/a.ts')).toBe('no');
  });

  it('is told by what finished tool calls and writes say of a file, not by what failed', () => {
    const claims = new Claims('/w');
    const content = [{ type: 'diff' as const, path: '/w/a.ts', oldText: 'a', newText: 'b' }];
    claims.follow(call('1', { toolKind: 'edit', status: 'in_progress', content }));
    claims.follow(call('2', { toolKind: 'edit', status: 'in_progress', content }));
    expect(claims.editsOf('a.ts')).toEqual([]);
    claims.follow({ kind: 'tool_update', toolCallId: '1', patch: { status: 'failed' } });
    claims.follow(done('2'));
    claims.writing('/w/a.ts', 'c')();
    expect(claims.editsOf('a.ts')).toMatchObject([{ oldText: 'a', newText: 'b' }, { newText: 'c' }]);
  });

  it('is not what it only reads', () => {
    const claims = new Claims('/w');
    claims.follow(call('1', { toolKind: 'read', status: 'in_progress', locations: [{ path: 'a.ts' }] }));
    expect(claims.covers('a.ts')).toBe('no');
    expect(claims.follow(done('1'))).toBe(false);
  });

  it('is anything once a command of its runs, not while it still asks', () => {
    const claims = new Claims('/w');
    claims.follow(call('1', { toolKind: 'execute' }));
    expect(claims.covers('a.ts')).toBe('no');
    claims.follow({ kind: 'tool_update', toolCallId: '1', patch: { status: 'in_progress' } });
    expect(claims.covers('a.ts')).toBe('possible');
  });

  it('is nothing more once a checkpoint holds what a finished tool call wrote', () => {
    const claims = new Claims('/w');
    claims.follow(call('1', { toolKind: 'execute', status: 'in_progress' }));
    claims.follow(call('2', { toolKind: 'edit', status: 'in_progress', locations: [{ path: 'b.ts' }] }));
    expect(claims.follow(done('1'))).toBe(true);
    claims.settle(claims.finished());
    expect(claims.covers('a.ts')).toBe('no');
    expect(claims.covers('b.ts')).toBe('named');
  });
});
