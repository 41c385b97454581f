import { useEffect, useRef, useState } from 'react';
import type { Entry } from '../../../../shared/domain/transcript';
import { announcedUpTo, nextAnnouncement } from '../model/announce';

/** Long enough for sentences to finish and for a reader to keep up. */
const EVERY_MS = 1500;

/** What a polite live region should say: new finished sentences, at most every 1.5 seconds. */
export function useAnnouncements(entries: readonly Entry[]): string {
  const [said, setSaid] = useState('');
  const latest = useRef(entries);
  const announced = useRef(announcedUpTo(entries));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = entries;
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const next = nextAnnouncement(announced.current, latest.current);
      announced.current = next.announced;
      if (next.say) setSaid(next.say);
    }, EVERY_MS);
  }, [entries]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return said;
}
