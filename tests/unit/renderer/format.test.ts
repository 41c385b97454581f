import { describe, expect, it, onTestFinished } from 'vitest';
import {
  baseName,
  compactCount,
  duration,
  fileSize,
  fullTime,
  relativeTime,
  shortenPath,
} from '../../../src/renderer/lib/format';

describe('format', () => {
  it('says how long ago in the shortest form', () => {
    const now = Date.UTC(2025, 5, 15, 12);
    expect(relativeTime(now - 30_000, now)).toBe('now');
    expect(relativeTime(now - 5 * 60_000, now)).toBe('5m');
    expect(relativeTime(now - 26 * 3_600_000, now)).toBe('1d');
    expect(relativeTime(now - 400 * 86_400_000, now)).toContain('2024');
  });

  it('tells the time of where the user is now, also after they travelled', () => {
    const before = process.env.TZ;
    onTestFinished(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });
    process.env.TZ = 'UTC';
    expect(fullTime(Date.UTC(2025, 5, 15, 12))).toContain('12:00');
    process.env.TZ = 'Asia/Tokyo';
    expect(fullTime(Date.UTC(2025, 5, 15, 12))).toContain('9:00');
  });

  it('keeps counts short without rounding up to 1000k', () => {
    expect([0, 999, 1000, 1250, 34_400, 999_499, 999_500, 1_500_000].map(compactCount)).toEqual([
      '0',
      '999',
      '1k',
      '1.3k',
      '34k',
      '999k',
      '1M',
      '1.5M',
    ]);
  });

  it('writes spans and sizes', () => {
    expect([400, 12_000, 185_000, 4_800_000].map(duration)).toEqual(['0.4s', '12s', '3m 05s', '1h 20m']);
    expect([512, 1400, 24_000_000].map(fileSize)).toEqual(['512 B', '1.4 KB', '23 MB']);
  });

  it('leaves whole folders out of a long path', () => {
    expect(shortenPath('/home/ada/src/orchard', 40)).toBe('/home/ada/src/orchard');
    expect(shortenPath('/home/ada/src/company/libraries/orchard', 24)).toBe('…/libraries/orchard');
    expect(baseName('/home/ada/src/orchard/')).toBe('orchard');
    expect(baseName('C:\\src\\orchard')).toBe('orchard');
  });
});
