import { useEffect, useState } from 'react';

/** Milliseconds since a moment, to the second; the timer lives only as long as the caller. */
export function useElapsed(since: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - since);
}
