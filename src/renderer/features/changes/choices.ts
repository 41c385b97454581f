import type { Author, Change, ChangePart } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import type { ShownChange, Undone } from '../../../shared/ipc/contract';
import { becomes } from '../../lib/becomes';
import { type ChangesStore, contentKey, type Decision } from './changes-slice';

/** How long a decision waits for the ones before it, in milliseconds. */
const DEADLINE = 30_000;

export interface ChosenFile {
  change: Change;
  shown: ShownChange;
}

/** What the reader decides on, as it was in front of them when they chose it. */
export interface Choice {
  readonly decision: Decision;
  /** Only what this author changed. */
  readonly by?: Author;
  /** Only this part of a single file. */
  readonly part?: ChangePart;
  /** By id, without those that an earlier decision of the reader's took off the list. */
  readonly files: Map<string, ChosenFile>;
  /** An earlier decision on one of the files was not made: what was chosen is not what the reader reckoned with. */
  lost: boolean;
}

/**
 * The reader's choices, from the moment of choosing until they are made. Meanwhile they follow the reader's other
 * decisions, and nothing else: what anybody wrote since is in none of them.
 */
export class Choices {
  private readonly underWay: Choice[] = [];
  /** The last one that was chosen: the reader may still be asked about it. */
  private latest: Choice | null = null;

  constructor(private readonly store: ChangesStore) {}

  choose(choice: Omit<Choice, 'lost'>): Choice {
    this.latest = { ...choice, lost: false };
    return this.latest;
  }

  /** Shows its files as being decided on, unless it is a part, until the answered function is called. */
  begin(choice: Choice): () => void {
    const ids = [...choice.files.keys()];
    this.underWay.push(choice);
    this.showPending(ids);
    return () => {
      this.underWay.splice(this.underWay.indexOf(choice), 1);
      this.showPending(ids);
    };
  }

  /** True when neither an earlier one nor any part is under way on its files, and none waits for a diff. */
  isNext(choice: Choice): boolean {
    const at = this.underWay.indexOf(choice);
    const isFirst = this.underWay.every(
      (other, index) => other === choice || (index > at && !other.part) || !meet(other, choice),
    );
    return isFirst && ![...this.store.getState().waiting.keys()].some((id) => choice.files.has(id));
  }

  /** Until a choice is next, or lost: also when that does not come. */
  async waitFor(choice: Choice): Promise<void> {
    const deadline = Date.now() + DEADLINE;
    const isOver = () => choice.lost || this.isNext(choice);
    while (!isOver()) {
      if (Date.now() >= deadline) choice.lost = true;
      else await becomes(this.store, isOver, deadline - Date.now());
    }
  }

  /** What was made left `rest` of a file of it; nothing where that is off the list. */
  follow(made: Choice, id: string, rest: ShownChange | undefined): void {
    const from = made.files.get(id);
    for (const choice of new Set([...this.underWay, this.latest])) {
      const file = choice?.files.get(id);
      if (!from || !file || choice === made || contentKey(file.shown) !== contentKey(from.shown)) continue;
      if (rest) choice?.files.set(id, { ...file, shown: rest });
      else choice?.files.delete(id);
    }
  }

  /** The reader undid something: what was chosen just as that found it is now as it left it. */
  followUndo(rest: Undone['rest']): void {
    const left = new Map(rest.map((file) => [fileKey(file.is), file]));
    for (const { files } of new Set([...this.underWay, ...(this.latest ? [this.latest] : [])])) {
      for (const [id, file] of files) {
        const { was, is } = left.get(fileKey(file.change)) ?? {};
        if (was && is && contentKey(file.shown) === contentKey(was)) files.set(id, { ...file, shown: is });
      }
    }
  }

  /** A decision on these files was not made: what came after it, everything unless one is named, is not either. */
  lose(ids: Iterable<string>, after?: Choice): void {
    const from = after ? this.underWay.indexOf(after) + 1 : 0;
    const waiting = this.underWay.slice(from).filter(({ part }) => !part);
    for (const id of ids) for (const choice of waiting) choice.lost ||= choice.files.has(id);
  }

  private showPending(ids: readonly string[]): void {
    const pending = new Map(this.store.getState().pending);
    for (const id of ids) {
      const first = this.underWay.find(({ part, files }) => !part && files.has(id));
      if (first) pending.set(id, first.decision);
      else pending.delete(id);
    }
    this.store.setState({ pending });
  }
}

function meet(one: Choice, other: Choice): boolean {
  for (const id of one.files.keys()) if (other.files.has(id)) return true;
  return false;
}
