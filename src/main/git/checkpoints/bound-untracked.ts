import type { SkippedPath } from '../../../shared/domain/change';
import { type Interruptible, SOME_LINES } from '../../../shared/interruptible';
import { inSlices } from '../../platform/in-slices';

export interface BoundUntracked {
  kept: Buffer[];
  /** What lies in the folders that are left out. */
  left: Buffer[];
  skipped: SkippedPath[];
}

/** A folder is left for the one within it that holds at least this share of its new files. */
const MOST = 0.9;

/**
 * Leaves whole folders out, the fullest first, until no more than `limit` new files are left: a folder that somebody
 * forgot to ignore must not become a hundred thousand objects.
 */
export async function boundUntracked(paths: Buffer[], limit: number): Promise<BoundUntracked> {
  if (paths.length <= limit) return { kept: paths, left: [], skipped: [] };
  return inSlices(leaveFullest(paths, limit));
}

function* leaveFullest(paths: readonly Buffer[], limit: number): Interruptible<BoundUntracked> {
  const root = new Folder(null, Buffer.alloc(0));
  const homes: Folder[] = [];
  for (const path of paths) {
    if (homes.length % SOME_LINES === SOME_LINES - 1) yield;
    homes.push(root.add(path));
  }
  const skipped: SkippedPath[] = [];
  while (root.count > limit) {
    if (skipped.length % SOME_LINES === SOME_LINES - 1) yield;
    const folder = fullestWithin(root);
    if (!folder) break;
    const path = folder.path.toString('utf8').replace(/\/$/, '');
    skipped.push({ path, reason: 'too-many', count: folder.count });
    folder.leave();
  }
  const [kept, left]: [Buffer[], Buffer[]] = [[], []];
  for (const [index, path] of paths.entries()) {
    if (index % SOME_LINES === SOME_LINES - 1) yield;
    (homes[index]?.isLeft ? left : kept).push(path);
  }
  return { kept, left, skipped };
}

function fullestWithin(root: Folder): Folder | undefined {
  let found = root.fullest();
  for (let next = found; next && next.count >= (found as Folder).count * MOST; next = next.fullest()) {
    found = next;
  }
  return found;
}

/** A folder with new files, and how many are in it and its folders without those that were left. */
class Folder {
  count = 0;
  readonly #children = new Map<string, Folder>();
  #isLeft = false;
  /** Its folders by their count, of which one that has fewer by now is not there any more. */
  #byCount: Map<number, Folder[]> | undefined;
  /** No folder of it has more than this, which never grows once files are left. */
  #most = 0;

  constructor(
    private readonly parent: Folder | null,
    /** With its last slash. */
    readonly path: Buffer,
  ) {}

  get isLeft(): boolean {
    return this.#isLeft || (this.parent?.isLeft ?? false);
  }

  /** Counts a file in all folders it is in, and answers the innermost. */
  add(path: Buffer): Folder {
    this.count += 1;
    const end = path.indexOf(0x2f, this.path.length) + 1;
    // A nested repository is a path that ends in a slash, and no folder to leave out here.
    if (end === 0 || end === path.length) return this;
    const name = path.toString('latin1', this.path.length, end);
    let child = this.#children.get(name);
    if (!child) {
      child = new Folder(this, path.subarray(0, end));
      this.#children.set(name, child);
    }
    return child.add(path);
  }

  leave(): void {
    const { count } = this;
    this.#isLeft = true;
    this.#lose(count);
  }

  #lose(count: number): void {
    this.count -= count;
    if (!this.parent) return;
    this.parent.#file(this);
    this.parent.#lose(count);
  }

  /** The folder in it that has most. */
  fullest(): Folder | undefined {
    if (!this.#byCount) {
      this.#byCount = new Map();
      // Of several the last that was filed is found, which shall be the first.
      for (const child of [...this.#children.values()].reverse()) this.#file(child);
      this.#most = this.count;
    }
    for (; this.#most > 0; this.#most--) {
      const same = this.#byCount.get(this.#most) ?? [];
      for (let child = same.at(-1); child; child = same.at(-1)) {
        if (child.count === this.#most) return child;
        same.pop();
      }
    }
    return undefined;
  }

  #file(child: Folder): void {
    const same = this.#byCount?.get(child.count);
    if (same) same.push(child);
    else this.#byCount?.set(child.count, [child]);
  }
}
