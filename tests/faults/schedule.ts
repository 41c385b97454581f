/** What may happen in a step, with how often it does. */
const WEIGHTS = {
  create: 4,
  write: 8,
  slow: 8,
  run: 5,
  fail: 2,
  flood: 2,
  forget: 4,
  answer: 8,
  'let work': 10,
  cancel: 4,
  withdraw: 3,
  'edit queued': 3,
  reorder: 3,
  'pause queue': 2,
  'resume queue': 4,
  'force end': 2,
  continue: 3,
  dismiss: 2,
  decide: 4,
  draft: 3,
  accept: 4,
  reject: 3,
  edit: 4,
  undo: 2,
  rewind: 3,
  comment: 3,
  commit: 3,
  integrate: 4,
  archive: 1,
  delete: 1,
  restore: 3,
  'jump clock': 2,
  reload: 3,
  'crash window': 1,
  'kill agent': 4,
  'kill asking agent': 2,
  'kill main': 4,
  'kill start': 2,
  quit: 2,
} as const;

export type StepKind = keyof typeof WEIGHTS;

export interface Step {
  kind: StepKind;
  /** From 0 up to 1: which of the things there are then is meant. */
  pick: number;
  /** Milliseconds until the next step: the moment of a fault must not be one that the app chose. */
  pause: number;
}

/** The steps of a seed: the same each time, whatever the app makes of them. */
export function planSteps(seed: number, count: number): Step[] {
  const random = randomOf(seed);
  const kinds = Object.entries(WEIGHTS).flatMap(([kind, weight]) =>
    Array<StepKind>(weight).fill(kind as StepKind),
  );
  const steps = Array.from({ length: count }, () => ({
    kind: choose(kinds, random()),
    pick: random(),
    pause: Math.floor(random() ** 2 * 900),
  }));
  return [{ kind: 'create', pick: 0, pause: 0 }, ...steps];
}

/** The item that `pick` means. The list must not be empty. */
export function choose<T>(items: readonly T[], pick: number): T {
  return items[Math.floor(pick * items.length)] as T;
}

/** Mulberry32: numbers from 0 up to 1 that only depend on the seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
