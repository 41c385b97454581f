import { z } from 'zod';
import { type TurnId, turnId } from '../../shared/domain/ids';
import { isResumable, type Overlap, overlap, type Turn } from '../../shared/domain/turn';
import type { Store } from '../store/store';

/** One row of the settings table, beside the user's settings: the turns that do not simply wait, and how they run. */
const KEY = 'overlappingTurns';
const stored = z.record(turnId, overlap);

/** How turns run where others of their session run, as the user chose. What it says is on disk. */
export class Overlaps {
  readonly #store: Pick<Store, 'settings' | 'turns'>;
  #choices: ReadonlyMap<TurnId, Overlap>;

  constructor(store: Pick<Store, 'settings' | 'turns'>) {
    this.#store = store;
    const found = stored.safeParse(store.settings.find(KEY) ?? {});
    const entries = found.success ? (Object.entries(found.data) as [TurnId, Overlap][]) : [];
    this.#choices = new Map(entries.filter(([id]) => this.#matters(id)));
  }

  /** The turn with the choice that was made for it. */
  on(turn: Turn): Turn {
    const choice = this.#choices.get(turn.id);
    return choice ? { ...turn, overlap: choice } : turn;
  }

  ids(): TurnId[] {
    return [...this.#choices.keys()];
  }

  /** Keeps a choice, before its turn is stored. Throws AppError `store.unusable`, and changes nothing then. */
  set(id: TurnId, choice: Overlap): void {
    const kept = [...this.#choices].filter(([other]) => this.#matters(other));
    const next = new Map([...kept, [id, choice] as const]);
    this.#store.settings.set(KEY, Object.fromEntries(next));
    this.#choices = next;
  }

  /** False for a turn that will never run or be continued. */
  #matters(id: TurnId): boolean {
    const turn = this.#store.turns.find(id);
    return turn !== undefined && (turn.state.status !== 'ended' || isResumable(turn));
  }
}
