/** Milliseconds a deleted session waits in the bin before it is removed for good. */
export const BIN_MS = 30 * 24 * 60 * 60 * 1000;

/** Where a session is between being made and being gone; times are milliseconds since the epoch. */
export type SessionLife =
  | { kind: 'live' }
  /** Hidden until the user brings it back; nothing of it is ever taken away. */
  | { kind: 'archived'; at: number }
  /** Deleted at `at`, whole until it is removed; `archivedAt` when it was archived before. */
  | { kind: 'binned'; at: number; archivedAt?: number }
  /** On its way out for good: this run, or the next start, takes away what is left of it. */
  | { kind: 'removing'; at: number; archivedAt?: number };

export type LifeAct =
  | { type: 'archive'; at: number }
  | { type: 'delete'; at: number }
  /** Back among the live ones, from wherever it is. */
  | { type: 'restore' }
  /** Back to where it was before it was deleted. */
  | { type: 'undelete' }
  | { type: 'remove' }
  /** It could not be removed after all. */
  | { type: 'keep' };

/** The life-cycle of a session. An act that does not apply leaves the life as it is; no act but `keep` stops a removal. */
export function reduceLife(life: SessionLife, act: LifeAct): SessionLife {
  switch (act.type) {
    case 'archive':
      return life.kind === 'live' ? { kind: 'archived', at: act.at } : life;
    case 'delete':
      if (life.kind === 'live') return { kind: 'binned', at: act.at };
      return life.kind === 'archived' ? { kind: 'binned', at: act.at, archivedAt: life.at } : life;
    case 'restore':
      return life.kind === 'removing' ? life : { kind: 'live' };
    case 'undelete':
      if (life.kind !== 'binned') return life;
      return life.archivedAt === undefined ? { kind: 'live' } : { kind: 'archived', at: life.archivedAt };
    case 'remove':
      return life.kind === 'binned' ? { ...life, kind: 'removing' } : life;
    case 'keep':
      return life.kind === 'removing' ? { ...life, kind: 'binned' } : life;
  }
}

/** True for a session that is neither archived nor deleted. */
export function isLive({ life }: { life: SessionLife }): boolean {
  return life.kind === 'live';
}

/** When a session in the bin is removed for good. */
export function removalTime(life: SessionLife): number | undefined {
  return life.kind === 'binned' ? life.at + BIN_MS : undefined;
}
