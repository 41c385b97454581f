import { describe, expect, it } from 'vitest';
import {
  BIN_MS,
  isLive,
  type LifeAct,
  reduceLife,
  removalTime,
  type SessionLife,
} from '../../../src/shared/domain/session-life';

const live: SessionLife = { kind: 'live' };
const go = (life: SessionLife, ...acts: LifeAct[]) => acts.reduce(reduceLife, life);

describe('the life of a session', () => {
  it('goes to the archive and the bin and comes back', () => {
    expect(go(live, { type: 'archive', at: 1 })).toEqual({ kind: 'archived', at: 1 });
    expect(go(live, { type: 'delete', at: 2 })).toEqual({ kind: 'binned', at: 2 });
    expect(go(live, { type: 'delete', at: 2 }, { type: 'restore' })).toEqual(live);
  });

  it('is where it was when a deletion is taken back', () => {
    const archived = go(live, { type: 'archive', at: 1 });
    expect(go(archived, { type: 'delete', at: 2 }, { type: 'undelete' })).toEqual(archived);
    expect(go(live, { type: 'delete', at: 2 }, { type: 'undelete' })).toEqual(live);
    expect(go(archived, { type: 'undelete' })).toBe(archived);
  });

  it('keeps when it was deleted, however often that is asked for', () => {
    const binned = go(live, { type: 'delete', at: 2 });
    expect(go(binned, { type: 'delete', at: 9 }, { type: 'archive', at: 9 })).toBe(binned);
    expect(removalTime(binned)).toBe(2 + BIN_MS);
  });

  it('is removed only from the bin, and nothing but a failure stops that', () => {
    const archived = go(live, { type: 'archive', at: 1 });
    expect(go(live, { type: 'remove' })).toBe(live);
    expect(go(archived, { type: 'remove' })).toBe(archived);
    const binned = go(archived, { type: 'delete', at: 2 });
    const removing = go(binned, { type: 'remove' });
    expect(go(removing, { type: 'restore' }, { type: 'undelete' }, { type: 'delete', at: 9 })).toBe(removing);
    expect(isLive({ life: removing })).toBe(false);
    expect(go(removing, { type: 'keep' })).toEqual(binned);
  });
});
