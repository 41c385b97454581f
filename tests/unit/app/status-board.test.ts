import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Attention } from '../../../src/main/app/attention';
import { StatusBoard } from '../../../src/main/app/status-board';
import type { StatusTray } from '../../../src/main/app/tray';
import type { PoolHealth } from '../../../src/shared/domain/agent';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A board on a desktop that only notes what it is given, and has no tray any more once that is destroyed. */
function makeBoard() {
  const seen: string[] = [];
  const tray = { update: () => seen.push('update'), destroy: () => seen.push('destroy') };
  const attention = { badge: () => undefined };
  const board = new StatusBoard({
    tray: tray as unknown as StatusTray,
    attention: attention as unknown as Attention,
    health: () => ({ size: 0 }) as PoolHealth,
  });
  return { board, seen };
}

const poolChanged = { type: 'pool.changed', health: { size: 0 } as PoolHealth } as const;

test('shows a burst of events once', () => {
  const { board, seen } = makeBoard();
  board.start([]);
  board.follow(poolChanged);
  vi.runAllTimers();
  board.follow(poolChanged);
  vi.runAllTimers();
  expect(seen).toEqual(['update', 'update']);
});

test('leaves the tray alone once it is stopped, whatever is reported then', () => {
  const { board, seen } = makeBoard();
  board.start([]);
  board.stop();
  board.follow(poolChanged);
  board.refresh();
  vi.runAllTimers();
  expect(seen).toEqual(['destroy']);
});
