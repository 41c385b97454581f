import { describe, expect, it } from 'vitest';
import { mergeAuthors } from '../../../src/main/services/merge-authors';
import type { Author, Change } from '../../../src/shared/domain/change';
import type { AgentId, SessionId } from '../../../src/shared/domain/ids';

const sessionId = 's1' as SessionId;
const claude: Author = { kind: 'agent', agent: 'claude' as AgentId };
const codex: Author = { kind: 'agent', agent: 'codex' as AgentId };
const user: Author = { kind: 'user' };

function file(path: string, extra: Partial<Change> = {}): Omit<Change, 'id' | 'sessionId' | 'authors'> {
  return {
    path,
    status: 'modified',
    oldMode: '100644',
    newMode: '100644',
    oldOid: 'a'.repeat(40),
    newOid: 'b'.repeat(40),
    binary: false,
    symlink: false,
    submodule: false,
    insertions: 1,
    deletions: 0,
    ...extra,
  };
}

const known = (path: string, authors: Author[]): Change => ({ ...file(path), id: path, sessionId, authors });

describe('the authors of a pending file', () => {
  it('are joined by whoever touched it last', () => {
    const [change] = mergeAuthors({
      sessionId,
      listed: [file('a')],
      known: [known('a', [claude])],
      touched: [{ path: 'a' }],
      authorOf: () => codex,
    });
    expect(change?.authors).toEqual([codex, claude]);
  });

  it('stay as they are when somebody changed another file', () => {
    const [change] = mergeAuthors({
      sessionId,
      listed: [file('a')],
      known: [known('a', [claude])],
      touched: [{ path: 'b' }],
      authorOf: () => user,
    });
    expect(change?.authors).toEqual([claude]);
  });

  it('follow a renamed file', () => {
    const [change] = mergeAuthors({
      sessionId,
      listed: [file('new', { oldPath: 'old', status: 'renamed' })],
      known: [known('old', [claude])],
      touched: [{ path: 'old' }, { path: 'new' }],
      authorOf: () => user,
    });
    expect(change?.authors).toEqual([user, claude]);
  });

  it('begin anew for a file that was decided on in between', () => {
    const changes = mergeAuthors({
      sessionId,
      listed: [file('a')],
      known: [],
      touched: [{ path: 'a' }],
      authorOf: () => codex,
    });
    expect(changes.map(({ authors }) => authors)).toEqual([[codex]]);
  });

  it('are told apart for names that only look alike', () => {
    const [change] = mergeAuthors({
      sessionId,
      listed: [file('\uFFFD', { pathBytes: '/w==' })],
      known: [known('\uFFFD', [claude])],
      touched: [],
      authorOf: () => ({ kind: 'unknown' }),
    });
    expect(change?.authors).toEqual([{ kind: 'unknown' }]);
  });
});
