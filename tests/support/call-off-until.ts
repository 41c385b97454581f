import { expect, vi } from 'vitest';
import type { Host } from '../../src/main/services/host';
import type { SessionId } from '../../src/shared/domain/ids';

/** Calls off what hangs in a session until `work` is over: a look that was due anyway may hang before it. */
export async function callOffUntil(host: Host, id: SessionId, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  void work.then(over, over);
  const callOff = () => {
    host.callOffs.callOff(id);
    expect(isOver).toBe(true);
  };
  await vi.waitFor(callOff, { timeout: 30_000 });
}
