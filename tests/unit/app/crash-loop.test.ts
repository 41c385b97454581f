import { describe, expect, it } from 'vitest';
import { CrashLoop } from '../../../src/main/app/crash-loop';

describe('a window that crashes', () => {
  it('is loaded again by itself now and then, but asks about the third time within a minute', () => {
    const loop = new CrashLoop();
    expect(loop.crashed(0)).toBe(false);
    expect(loop.crashed(1_000)).toBe(false);
    expect(loop.crashed(2_000)).toBe(true);
    // What was asked about is over.
    expect(loop.crashed(3_000)).toBe(false);
    expect(loop.crashed(4_000)).toBe(false);
    expect(loop.crashed(5_000)).toBe(true);
  });

  it('never asks about crashes that lie far apart', () => {
    const loop = new CrashLoop();
    for (let at = 0; at < 10; at++) expect(loop.crashed(at * 40_000)).toBe(false);
  });
});
