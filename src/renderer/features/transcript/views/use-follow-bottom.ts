import { type RefObject, useCallback, useRef, useState } from 'react';

/** The end counts as reached within this many pixels. */
const NEAR = 24;

/**
 * Follows the end of a list only while the user is there: scrolling up stops it, coming back to the
 * end starts it again.
 */
export function useFollowBottom(scroller: RefObject<HTMLElement | null>) {
  const [following, setFollowing] = useState(true);
  const now = useRef(true);
  const lastOffset = useRef(0);

  const follow = useCallback((value: boolean) => {
    now.current = value;
    setFollowing(value);
  }, []);

  const toBottom = useCallback(() => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [scroller]);

  /** Keeps the end in sight after rows or sizes changed. */
  const settle = useCallback(() => {
    if (now.current) toBottom();
  }, [toBottom]);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const offset = box.scrollTop;
    const atEnd = box.scrollHeight - box.clientHeight - offset <= NEAR;
    // Growth alone also leaves the end behind; only a move upwards is the user leaving.
    if (atEnd !== now.current && (atEnd || offset < lastOffset.current)) follow(atEnd);
    lastOffset.current = offset;
  }, [scroller, follow]);

  const jump = useCallback(() => {
    follow(true);
    toBottom();
  }, [follow, toBottom]);

  return { following, onScroll, settle, jump };
}
