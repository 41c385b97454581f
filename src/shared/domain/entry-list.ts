import type { Entry } from './entry';

/** How many of the newest entries are looked through before anything else. */
const NEAR = 64;
/** After this many lookups that went further back, an index costs less than looking again. */
const MAX_FAR = 8;

/**
 * The entries while events are folded into them, found by id. What changes is nearly always among
 * the newest, so an index is only built when a fold looks further back again and again: a whole page
 * then costs time in proportion to its length, and one more word costs no index.
 */
export class EntryList {
  /** A copy, in log order; entries may be replaced in place, and added by `push` only. */
  readonly items: Entry[];
  private index: Map<string, number> | undefined;
  private far = 0;

  constructor(entries: readonly Entry[]) {
    this.items = [...entries];
  }

  has(id: string): boolean {
    return this.indexOf(id) >= 0;
  }

  push(entry: Entry): void {
    this.index?.set(entry.id, this.items.length);
    this.items.push(entry);
  }

  /** Replaces the entry with this id by what `make` answers for it, or adds that at the end. */
  upsert(id: string, make: (found: Entry | undefined) => Entry): void {
    const index = this.indexOf(id);
    if (index < 0) this.push(make(undefined));
    else this.items[index] = make(this.items[index]);
  }

  /** Replaces the entry with this id by what `change` answers for it; does nothing when there is none. */
  update(id: string, change: (found: Entry) => Entry): void {
    const index = this.indexOf(id);
    const found = this.items[index];
    if (found) this.items[index] = change(found);
  }

  /** Replaces the newest entry for which `change` answers one. */
  updateLast(change: (entry: Entry) => Entry | undefined): void {
    for (let index = this.items.length - 1; index >= 0; index--) {
      const changed = change(this.items[index] as Entry);
      if (!changed) continue;
      this.items[index] = changed;
      return;
    }
  }

  private indexOf(id: string): number {
    if (this.index) return this.index.get(id) ?? -1;
    const near = Math.max(0, this.items.length - NEAR);
    const found = this.search(id, near, this.items.length);
    if (found >= 0 || near === 0) return found;
    if (++this.far <= MAX_FAR) return this.search(id, 0, near);
    this.index = new Map(this.items.map((entry, index) => [entry.id, index]));
    return this.index.get(id) ?? -1;
  }

  /** The newest entry with this id at `from` or later and before `end`, or -1. */
  private search(id: string, from: number, end: number): number {
    for (let index = end - 1; index >= from; index--) if (this.items[index]?.id === id) return index;
    return -1;
  }
}
