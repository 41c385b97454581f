import { listMoves, type Moves } from '../checkpoints/list-moves';
import { pathKey } from '../path-bytes';
import { type ChangedEntry, changedEntries, entriesAt } from '../tree-entries';
import type { PlannedEntry } from './plan-rewind';
import { isSameBlob, isSubmodule, withoutChange } from './without-change';

interface Step {
  parent: string;
  commit: string;
  /** The earlier checkpoint whose files it brings back. */
  asOf?: string | undefined;
}

/**
 * What takes some of the checkpoints from `base` to `tip` out and keeps all others: three-way merges file by file,
 * newest change first. `steps` are all of them, oldest first, and `isMeant` tells which go. A file that others moved
 * on afterwards stays where they moved it, without what is taken out. Nothing is written but objects. Submodules stay
 * as they are.
 */
export async function planTakingOut<S extends Step>(
  root: string,
  { base, tip }: { base: string; tip: string },
  steps: readonly S[],
  isMeant: (step: S) => boolean,
): Promise<PlannedEntry[]> {
  const moves = await listMoves(root, base, tip);
  const moved = steps.map(({ commit }) => moves.get(commit) ?? none);
  const meant: { index: number; step: S; changes: ChangedEntry[] }[] = [];
  for (const [index, step] of steps.entries()) {
    if (!isMeant(step)) continue;
    const changed = await changedEntries(root, step.parent, step.commit);
    const changes = changed.filter(({ before, after }) => !isSubmodule(before) && !isSubmodule(after));
    meant.unshift({ index, step, changes });
  }
  const paths = meant.flatMap(({ changes }) => changes.map(({ path }) => path));
  const taking = new TakingOut(root, steps, moved);
  await taking.start(tip, [...paths, ...moved.flatMap(targetsOf)]);
  for (const { index, step, changes } of meant) await taking.takeOut(index, step.parent, changes);
  return taking.planned();
}

const none: Moves = new Map();

/** The paths that files moved to. */
function targetsOf(moves: Moves): Buffer[] {
  return [...moves].flatMap(([from, to]) => (to && from !== pathKey(to) ? [to] : []));
}

class TakingOut {
  readonly #root: string;
  readonly #steps: readonly Step[];
  /** What became of files in each step, without what was moved back again. */
  readonly #moved: Map<string, Buffer | null>[];
  readonly #entries = new Map<string, PlannedEntry>();
  /** Files that move back: as they are where they were moved to, and where they come. */
  readonly #movedBack: [from: PlannedEntry, to: PlannedEntry][] = [];

  constructor(root: string, steps: readonly Step[], moved: readonly Moves[]) {
    this.#root = root;
    this.#steps = steps;
    this.#moved = moved.map((one) => new Map(one));
  }

  /** Looks up how the paths are now. */
  async start(tip: string, paths: readonly Buffer[]): Promise<void> {
    const once = [...new Map(paths.map((path) => [pathKey(path), path])).values()];
    for (const { path, blob } of await entriesAt(this.#root, tip, once)) {
      this.#entries.set(pathKey(path), { path, now: blob, blob });
    }
  }

  planned(): PlannedEntry[] {
    this.#keepMovesTogether();
    const all = [...this.#entries.values()];
    return all.filter(({ now, blob, conflict }) => conflict || !isSameBlob(now, blob));
  }

  async takeOut(index: number, parent: string, changes: readonly ChangedEntry[]): Promise<void> {
    const byPath = new Map(changes.map((change) => [pathKey(change.path), change]));
    for (const [from, to] of this.#moved[index] ?? none) {
      const [left, arrived] = [byPath.get(from), to && byPath.get(pathKey(to))];
      if (!to || from === pathKey(to) || !left || !arrived) continue;
      byPath.delete(from);
      byPath.delete(pathKey(to));
      const change = { path: to, before: left.before, after: arrived.after };
      const stays = this.#whereNow(index, to) !== to || this.#entry(left.path).blob !== null;
      const entry = await this.#without(index, parent, change);
      if (!stays) this.#moveBack(index, entry, left.path);
    }
    for (const change of byPath.values()) {
      // What it made and others deleted is gone; what is there again is somebody else's.
      const isGone = !change.before && change.after && this.#whereNow(index, change.path) === null;
      if (!isGone) await this.#without(index, parent, change);
      if (!change.after) this.#moved[index]?.delete(pathKey(change.path));
    }
  }

  /** Takes a change out of the file where it is now. */
  async #without(index: number, parent: string, change: ChangedEntry): Promise<PlannedEntry> {
    const where = change.after ? this.#whereNow(index, change.path) : null;
    const entry = this.#entry(where ?? change.path);
    const { blob, conflict } = await withoutChange(this.#root, change, entry.blob);
    entry.blob = blob;
    if (entry.asOf) entry.alsoOf = [entry.asOf, ...(entry.alsoOf ?? [])];
    entry.asOf = parent;
    if (conflict || entry.conflict) entry.conflict = { before: change.before, asOf: parent };
    return entry;
  }

  #moveBack(index: number, entry: PlannedEntry, path: Buffer): void {
    const { blob, conflict, asOf, alsoOf } = entry;
    const target = this.#entry(path);
    Object.assign(target, { blob, conflict, asOf, alsoOf });
    this.#movedBack.push([entry, target]);
    Object.assign(entry, { blob: null, conflict: undefined });
    this.#moved[index]?.delete(pathKey(path));
  }

  /** Where files come from and where they come goes into one checkpoint, so that git sees that they moved. */
  #keepMovesTogether(): void {
    const groups = new Map<PlannedEntry, PlannedEntry[]>();
    for (const pair of this.#movedBack) {
      const group = [...new Set(pair.flatMap((entry) => groups.get(entry) ?? [entry]))];
      for (const entry of group) groups.set(entry, group);
    }
    const age = new Map(this.#steps.map(({ parent }, index) => [parent, index]));
    for (const group of new Set(groups.values())) {
      const origins = new Set(group.flatMap(({ asOf, alsoOf = [] }) => (asOf ? [asOf, ...alsoOf] : [])));
      const [asOf, ...alsoOf] = [...origins].sort((a, b) => (age.get(a) ?? 0) - (age.get(b) ?? 0));
      for (const entry of group) Object.assign(entry, { asOf, alsoOf });
    }
  }

  /** Where a file is that a step left at a path, as those who came later moved it; null when they deleted it for good. */
  #whereNow(index: number, path: Buffer): Buffer | null {
    let at = path;
    let isGone = false;
    for (const [offset, moves] of this.#moved.slice(index + 1).entries()) {
      const next = moves.get(pathKey(at));
      if (next === undefined) continue;
      if (next === null) isGone = true;
      // What an undo or a rewind brings back is the same file; made anew by somebody else, it is another.
      else if (isGone) isGone = this.#steps[index + 1 + offset]?.asOf === undefined;
      else at = next;
    }
    return isGone ? null : at;
  }

  #entry(path: Buffer): PlannedEntry {
    return this.#entries.get(pathKey(path)) as PlannedEntry;
  }
}
