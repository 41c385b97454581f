import type { DecidedPart } from './changes-slice';
import type { TextDiff } from './model/diff-rows';
import { remapPart } from './model/remap-part';

interface FileQueue {
  /** The diff on which everything here was decided. */
  on: TextDiff;
  /** The part of it that is being decided on. */
  underWay: DecidedPart;
  waiting: DecidedPart[];
}

/** Decisions on parts of files that wait until the diff without the part before them is here. */
export class PartQueue {
  private readonly files = new Map<string, FileQueue>();

  /** A part of a file is decided on now; what `waits` was decided on the same diff and comes after it. */
  begin(fileId: string, on: TextDiff, underWay: DecidedPart, waits: readonly DecidedPart[] = []): void {
    this.files.set(fileId, { on, underWay, waiting: [...waits] });
  }

  /** Answers how many wait now. */
  add(fileId: string, waiting: DecidedPart): number {
    const queue = this.files.get(fileId);
    return queue?.waiting.push(waiting) ?? 0;
  }

  /**
   * Everything that waits for a file, as parts of the diff that is here now, leaving nothing. `lost` counts the
   * decisions that cannot be told any more because the file changed in other ways too.
   */
  take(fileId: string, now: TextDiff | null): { parts: DecidedPart[]; lost: number } {
    const queue = this.files.get(fileId);
    this.files.delete(fileId);
    if (!queue) return { parts: [], lost: 0 };
    const parts: DecidedPart[] = [];
    for (const { decision, part } of queue.waiting) {
      const mapped = now ? remapPart(part, queue.on, queue.underWay, now) : undefined;
      if (mapped === undefined) return { parts: [], lost: queue.waiting.length };
      if (mapped) parts.push({ decision, part: mapped });
    }
    return { parts, lost: 0 };
  }
}
