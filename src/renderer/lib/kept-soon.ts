/** Typing that pauses for so long is kept by the host, in milliseconds. */
const PAUSE_MS = 250;

const all: KeptSoon<unknown, unknown>[] = [];

/** Has everything that waits anywhere kept now. */
export function keepAll(): void {
  for (const kept of all) kept.allNow();
}

/** What is being written in many places, handed over to be kept when the typing pauses or the page goes away. */
export class KeptSoon<Place, T> {
  private readonly waiting = new Map<Place, { value: T; timer: number }>();

  constructor(private readonly keep: (place: Place, value: T) => void) {}

  /** Has a value kept soon, instead of what still waits of its place. */
  soon(place: Place, value: T): void {
    clearTimeout(this.waiting.get(place)?.timer);
    this.waiting.set(place, {
      value,
      timer: window.setTimeout(() => this.now(place), PAUSE_MS),
    });
  }

  /** Has what waits of a place kept now. */
  now(place: Place): void {
    const found = this.waiting.get(place);
    if (!found) return;
    clearTimeout(found.timer);
    this.waiting.delete(place);
    this.keep(place, found.value);
  }

  /** From now on everything that waits is kept before the page goes away. */
  keepOnLeave(): void {
    all.push(this as KeptSoon<unknown, unknown>);
    window.addEventListener('pagehide', () => this.allNow());
  }

  /** Has what waits of all places kept now. */
  allNow(): void {
    for (const place of [...this.waiting.keys()]) this.now(place);
  }
}
