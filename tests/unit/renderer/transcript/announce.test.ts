import { describe, expect, it } from 'vitest';
import { announcedUpTo, nextAnnouncement } from '../../../../src/renderer/features/transcript/model/announce';
import { asked, said } from './entries';

describe('nextAnnouncement', () => {
  it('says nothing of what was loaded from history', () => {
    const entries = [said('a', 'Old. Words.')];
    expect(nextAnnouncement(announcedUpTo(entries), entries).say).toBe('');
  });

  it('reads finished sentences once, the rest when the message ends', () => {
    const first = said('a', 'One. Two is', { streaming: true });
    const one = nextAnnouncement(announcedUpTo([]), [first]);
    expect(one.say).toBe('One.');
    const longer = {
      ...first,
      blocks: [{ type: 'text' as const, text: 'One. Two is 3.5 long. Thr' }],
    } as typeof first;
    const two = nextAnnouncement(one.announced, [longer]);
    expect(two.say).toBe('Two is 3.5 long.');
    const ended = { ...longer, streaming: false } as typeof first;
    expect(nextAnnouncement(two.announced, [ended]).say).toBe('Thr');
  });

  it('goes on to the next entries', () => {
    const first = said('a', 'One.');
    const before = announcedUpTo([first]);
    const next = nextAnnouncement(before, [first, asked('a', 'Run tests')]);
    expect(next.say).toContain('Run tests');
    expect(nextAnnouncement(next.announced, [first, asked('a', 'x')]).say).toContain('x');
  });

  it('keeps long texts short', () => {
    expect(nextAnnouncement(announcedUpTo([]), [said('a', 'word '.repeat(1000))]).say.length).toBeLessThan(
      420,
    );
  });
});
