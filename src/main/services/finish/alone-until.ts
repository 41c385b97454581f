import type { SessionId } from '../../../shared/domain/ids';
import type { CallOffs } from '../changes/call-offs';
import type { Changes } from '../changes/changes';

export interface AloneDeps {
  changes: Pick<Changes, 'alone' | 'refreshSoon'>;
  callOffs: Pick<CallOffs, 'callOff' | 'run'>;
}

/**
 * Runs work between two looks at a session's worktree, while no decision is at work there. The signal ends it also while
 * it waits for its turn, and in the look before it, which may hang in a filter like every look.
 */
export function aloneUntil<T>(
  { changes, callOffs }: AloneDeps,
  id: SessionId,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    const begun = changes.alone(id, async (look, { tellDone }) => {
      signal.throwIfAborted();
      signal.removeEventListener('abort', giveUp);
      await lookUntil(signal, look, () => callOffs.callOff(id));
      try {
        const result = await work();
        await tellDone();
        return result;
      } catch (error) {
        // Settles what was left half moved.
        changes.refreshSoon(id);
        throw error;
      }
    });
    begun.then(resolve, reject);
  });
}

async function lookUntil(
  signal: AbortSignal,
  look: () => Promise<unknown>,
  callOff: () => void,
): Promise<void> {
  signal.addEventListener('abort', callOff, { once: true });
  try {
    await look();
  } finally {
    signal.removeEventListener('abort', callOff);
  }
  signal.throwIfAborted();
}
