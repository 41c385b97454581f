import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { CURRENT_MATCH } from '../rows/line-code';

/**
 * Moves the code sideways to the match the reader is led to, when it is off-screen there. Answers a function to call
 * when they are; the line may be drawn only later.
 */
export function useSidewaysMatch(
  scroller: RefObject<HTMLElement | null>,
  bar: RefObject<HTMLElement | null>,
): () => void {
  const wanted = useRef(false);
  const look = useCallback(() => {
    if (!wanted.current) return;
    const match = scroller.current?.querySelector(`[${CURRENT_MATCH}]`);
    const code = match?.closest('[data-selectable]');
    if (!match || !code) return;
    wanted.current = false;
    if (bar.current) bar.current.scrollLeft += wayTo(match, code);
  }, [scroller, bar]);
  useLayoutEffect(look);
  return useCallback(() => {
    wanted.current = true;
    look();
  }, [look]);
}

/** Pixels: none when it is in sight, else so many that what is around it can be read. */
function wayTo(match: Element, code: Element): number {
  const { left, right } = match.getBoundingClientRect();
  const seen = code.getBoundingClientRect();
  if (left >= seen.left && right <= seen.right) return 0;
  return left - seen.left - seen.width / 3;
}
