import type { Change, FileDiff } from '../../../shared/domain/change';
import { readDiff } from '../../git/changes/read-diff';
import { readPendingPatches, sidesKey } from '../../git/changes/read-pending-patches';

type Compared = Pick<
  Change,
  'path' | 'pathBytes' | 'oldOid' | 'newOid' | 'oldMode' | 'newMode' | 'insertions' | 'deletions'
>;

interface Asked {
  change: Compared;
  answer(diff: Promise<FileDiff>): void;
}

/** A longer diff is read on its own, so that short ones need not wait for it. */
const LONG_LINES = 2_000;
const MAX_TOGETHER = 50;

/** Reads diffs of pending files; those that are asked for while git is at work are read together next, by two processes. */
export class DiffsTogether {
  readonly #waiting = new Map<string, Asked[]>();

  /** As `readDiff`. */
  read(root: string, sessionId: string, change: Compared, context: number): Promise<FileDiff> {
    const isLong = change.insertions + change.deletions > LONG_LINES;
    // A name that is no text cannot be asked for: git would compare everything.
    if (isLong || change.pathBytes !== undefined) return readDiff(root, change, context);
    const key = `${sessionId} ${context}`;
    return new Promise((answer) => {
      const asked = { change, answer };
      const waiting = this.#waiting.get(key);
      if (waiting) waiting.push(asked);
      else {
        this.#waiting.set(key, [asked]);
        void this.#readAll(key, (some) => readTogether(root, sessionId, some, context));
      }
    });
  }

  async #readAll(key: string, read: (asked: readonly Asked[]) => Promise<void>): Promise<void> {
    for (let waiting = this.#waiting.get(key); waiting?.length; ) {
      await read(waiting.splice(0, MAX_TOGETHER));
    }
    this.#waiting.delete(key);
  }
}

async function readTogether(root: string, sessionId: string, asked: readonly Asked[], context: number) {
  const paths = asked.map(({ change }) => change);
  // What it cannot read is read on its own, and that says why.
  const patches =
    asked.length > 1
      ? await readPendingPatches(root, sessionId, paths, context).catch(() => undefined)
      : undefined;
  const reading = asked.map(({ change, answer }) => {
    const diff = readDiff(root, change, context, patches?.get(sidesKey(change)));
    answer(diff);
    return diff;
  });
  await Promise.allSettled(reading);
}
