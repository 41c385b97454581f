import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onReturn } from '../../../src/renderer/lib/on-return';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('what was cleaned up just after the window was come back to is seen too, without looking on and on', () => {
  const page = new EventTarget();
  const look = vi.fn();
  const stop = onReturn(look, page);
  page.dispatchEvent(new Event('focus'));
  page.dispatchEvent(new Event('focus'));
  expect(look).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(look).toHaveBeenCalledTimes(3);

  page.dispatchEvent(new Event('focus'));
  stop();
  page.dispatchEvent(new Event('focus'));
  vi.advanceTimersByTime(60_000);
  expect(look).toHaveBeenCalledTimes(4);
});
