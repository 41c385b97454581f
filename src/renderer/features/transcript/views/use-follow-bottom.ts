import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** The end counts as reached within this many pixels. */
const NEAR = 24;
/** How long after a key or the wheel an upward move still is the user's; scrolling by key is animated. */
const INTENT_MS = 400;
const upwardKeys = new Set(['ArrowUp', 'PageUp', 'Home', 'Tab', ' ']);

/**
 * Follows the end of a list only while the user is there. Moves upwards that the user did not make (rows
 * that turn out smaller than estimated, text that folds) never stop it.
 */
export function useFollowBottom(scroller: RefObject<HTMLElement | null>) {
  const [following, setFollowing] = useState(true);
  const now = useRef(true);
  const last = useRef({ offset: 0, height: 0 });
  const goesUp = useUpwardIntent(scroller);

  const follow = useCallback((value: boolean) => {
    now.current = value;
    setFollowing(value);
  }, []);

  /** Keeps the end in sight after rows or sizes changed. */
  const settle = useCallback(() => {
    const box = scroller.current;
    if (!now.current || !box) return;
    box.scrollTop = box.scrollHeight;
    last.current = { offset: box.scrollTop, height: box.scrollHeight };
  }, [scroller]);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const { scrollTop: offset, scrollHeight: height } = box;
    const atEnd = height - box.clientHeight - offset <= NEAR;
    // Corrections come with another height; a move within the same one was made by or for the user.
    const left = offset < last.current.offset && (height === last.current.height || goesUp());
    if (atEnd && !now.current) follow(true);
    else if (!atEnd && now.current && left) follow(false);
    last.current = { offset, height };
  }, [scroller, follow, goesUp]);

  const jump = useCallback(() => {
    follow(true);
    settle();
  }, [follow, settle]);

  useSettleOnGrowth(scroller, settle);
  return { following, onScroll, settle, jump };
}

/** Whether the user is moving up right now, by wheel, key, touch or the scroll bar. */
function useUpwardIntent(scroller: RefObject<HTMLElement | null>): () => boolean {
  const until = useRef(0);
  const held = useRef(false);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const listeners = new AbortController();
    const options = { signal: listeners.signal, passive: true, capture: true };
    const soon = () => {
      until.current = performance.now() + INTENT_MS;
    };
    box.addEventListener('wheel', (event) => event.deltaY < 0 && soon(), options);
    box.addEventListener('touchmove', soon, options);
    box.addEventListener('pointerdown', () => (held.current = true), options);
    window.addEventListener('pointerup', () => (held.current = false), options);
    // Focus moved by key may scroll, too, wherever the key was pressed.
    window.addEventListener('keydown', (event) => upwardKeys.has(event.key) && soon(), options);
    box.addEventListener('focusin', soon, options);
    return () => listeners.abort();
  }, [scroller]);
  return useCallback(() => held.current || performance.now() < until.current, []);
}

/** The list sets its height when it has measured rows; the end then moves before the frame is painted. */
function useSettleOnGrowth(scroller: RefObject<HTMLElement | null>, settle: () => void): void {
  useLayoutEffect(() => {
    const list = scroller.current?.firstElementChild;
    if (!list) return;
    const observer = new MutationObserver(settle);
    observer.observe(list, { attributes: true, attributeFilter: ['style'] });
    return () => observer.disconnect();
  }, [scroller, settle]);
}
