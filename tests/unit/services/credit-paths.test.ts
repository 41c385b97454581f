import { describe, expect, it } from 'vitest';
import { type CreditedStep, creditPaths } from '../../../src/main/services/finish/credit-paths';
import type { Author } from '../../../src/shared/domain/change';

const oid = (digit: string) => digit.repeat(40);
const by = (agent: string, turnId: string) => ({ kind: 'agent', agent, turnId }) as Author;

let made = 0;

/** A checkpoint that took `path` from one content to another, perhaps one it had at an earlier checkpoint. */
function entry(author: Author, path: string, from: string, to: string, asOf?: CreditedStep): CreditedStep {
  const files = [{ path: Buffer.from(path), oldOid: oid(from), newOid: oid(to) }];
  return { commit: `c${++made}`, author, asOf: asOf?.commit, files };
}

/** A path that was committed as one content and has been accepted as another; `0` is no file. */
function accepted(path: string, from: string, to: string) {
  const blob = (digit: string) => (digit === '0' ? null : { mode: '100644', oid: oid(digit) });
  return { path: Buffer.from(path), before: blob(from), after: blob(to) };
}

describe('who is credited for what was accepted', () => {
  const newestFirst = [
    entry(by('later', 't4'), 'a', '3', '4'),
    entry(by('two', 't3'), 'a', '2', '3'),
    entry({ kind: 'user' }, 'b', '0', '7'),
    entry(by('one', 't2'), 'a', '1', '2'),
    entry(by('earlier', 't1'), 'a', '0', '1'),
  ];

  it('is whoever wrote between the last commit and what was accepted, in order', () => {
    expect(creditPaths([accepted('a', '1', '3')], newestFirst)).toEqual({
      agents: ['one', 'two'],
      turns: ['t2', 't3'],
    });
  });

  it('is nobody whose work was taken back before', () => {
    const rejected = [
      entry({ kind: 'user' }, 'a', '3', '2'),
      entry(by('rejected', 't2'), 'a', '2', '3'),
      entry(by('one', 't1'), 'a', '1', '2'),
    ];
    expect(creditPaths([accepted('a', '1', '2')], rejected).turns).toEqual(['t1']);
    const onTop = [entry(by('two', 't3'), 'a', '2', '4'), ...rejected];
    expect(creditPaths([accepted('a', '1', '4')], onTop).turns).toEqual(['t1', 't3']);
  });

  it('is nobody for what the user wrote', () => {
    expect(creditPaths([accepted('b', '0', '7')], newestFirst)).toEqual({ agents: [], turns: [] });
  });

  it('is found at both names of a file that was renamed', () => {
    const files = [
      { path: Buffer.from('new'), oldPath: Buffer.from('old'), oldOid: oid('1'), newOid: oid('2') },
    ];
    const paths = [accepted('old', '1', '0'), accepted('new', '0', '2')];
    const moved = { commit: 'moved', author: by('mover', 't5'), files };
    expect(creditPaths(paths, [moved]).agents).toEqual(['mover']);
  });

  it('is whoever wrote what the user took back and then brought back', () => {
    const user: Author = { kind: 'user' };
    const earlier = entry(by('earlier', 't1'), 'a', '0', '1');
    const wrote = entry(by('one', 't2'), 'a', '1', '2');
    const rejected = entry(user, 'a', '2', '1');
    const undone = entry(user, 'a', '1', '2', wrote);
    const whole = [undone, rejected, wrote, earlier];
    expect(creditPaths([accepted('a', '1', '2')], whole).turns).toEqual(['t2']);
    const again = [entry(user, 'a', '1', '2', undone), entry(user, 'a', '2', '1', rejected), ...whole];
    expect(creditPaths([accepted('a', '1', '2')], again).turns).toEqual(['t2']);

    const elsewhere = entry(by('two', 't3'), 'a', '1', '3');
    const merged = entry(user, 'a', '3', '4', wrote);
    const both = [merged, elsewhere, rejected, wrote, earlier];
    expect(creditPaths([accepted('a', '1', '4')], both).turns).toEqual(['t2', 't3']);
  });

  it('is nobody whose work had been committed when another one took it back', () => {
    const committed = entry(by('earlier', 't1'), 'a', '0', '1');
    const wrote = entry(by('one', 't2'), 'a', '1', '2');
    const partly = entry({ kind: 'user' }, 'a', '2', '3', committed);
    expect(creditPaths([accepted('a', '1', '3')], [partly, wrote, committed]).turns).toEqual(['t2']);
  });

  it('is everybody since the last commit for a file that was accepted in part', () => {
    expect(creditPaths([accepted('a', '1', '9')], newestFirst).agents).toEqual(['one', 'two', 'later']);
  });
});
