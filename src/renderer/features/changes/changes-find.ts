import type { Change } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import { compilePattern, type SearchPattern } from '../../../shared/domain/search-pattern';
import { AppError } from '../../../shared/errors';
import type { ChangesFound } from '../../../shared/ipc/contract';
import type { Call } from '../../lib/bridge';
import { type ChangesStore, contentKey } from './changes-slice';
import { contextSteps } from './model/diff-rows';
import {
  countAll,
  type Find,
  type FindOrigin,
  keptPlace,
  MAX_MATCHES,
  nearestMatch,
  nextBatch,
  noFind,
  startingAt,
  stepMatch,
} from './model/find-matches';
import { shownChange } from './model/list-changes';

interface Deps {
  sessionId: SessionId;
  store: ChangesStore;
  call: Call;
}

/**
 * The search in the panel's files, batch by batch from where the reader is. What changed since it was searched is
 * searched again, so that the matches are always those of the files that are shown.
 */
export class ChangesFind {
  private changes: readonly Change[] = [];
  private origin: FindOrigin | null = null;
  /** What is asked for now; an answer to anything else is too late. */
  private asked: SearchPattern | null = null;

  constructor(private readonly deps: Deps) {}

  /** Opens the bar, with a text to look for when there is one. */
  open(text: string, origin: FindOrigin | null): void {
    const find = this.find;
    this.origin = origin;
    if (!find) this.deps.store.setState({ find: noFind });
    if (text !== '') this.look({ text });
  }

  close(): void {
    this.asked = null;
    this.deps.store.setState({ find: null });
  }

  /** Looks for another text, or in another way. */
  look(edit: Partial<SearchPattern>): void {
    const pattern = { ...(this.find ?? noFind).pattern, ...edit };
    this.asked = null;
    this.deps.store.setState({ find: { ...noFind, pattern, error: errorOf(pattern) } });
    void this.pump();
  }

  /** Says which files are shown, in order. */
  want(changes: readonly Change[]): void {
    this.changes = changes;
    const { find } = this;
    if (!find) return;
    const shown = new Set(changes.map(({ id }) => id));
    const files = new Map([...find.files].filter(([id]) => shown.has(id)));
    const current = find.current && shown.has(find.current.fileId) ? find.current : null;
    if (files.size !== find.files.size) this.set({ files, current });
    void this.pump();
  }

  /** Leads the reader to the next or previous match. */
  step(step: 1 | -1): void {
    const { find } = this;
    if (find) this.set({ current: stepMatch(find, this.changes, step) });
  }

  private get find(): Find | null {
    return this.deps.store.getState().find;
  }

  private set(edit: Partial<Find>): void {
    const { find } = this;
    if (find) this.deps.store.setState({ find: { ...find, ...edit } });
  }

  private async pump(): Promise<void> {
    const { find } = this;
    if (!find || find.pattern.text === '' || find.error !== null || this.asked === find.pattern) return;
    const { pattern } = find;
    this.asked = pattern;
    try {
      for (let batch = this.missing(); batch.length > 0; batch = this.missing()) {
        this.set({ searching: true });
        const keys = batch.map((change) => this.keyOf(change));
        const found = await this.ask(pattern, batch);
        if (this.asked !== pattern) return;
        this.keep(batch, keys, found);
        if (found.more) break;
      }
    } catch (error) {
      if (this.asked !== pattern) return;
      const expected = error instanceof AppError;
      this.set({ error: expected ? `${error.message} ${error.hint ?? ''}`.trim() : String(error) });
    }
    this.asked = null;
    this.set({ searching: false });
  }

  private missing(): Change[] {
    const { find } = this;
    if (!find) return [];
    const order = startingAt(this.changes, this.origin?.fileId);
    const missing = order.filter((change) => {
      const known = find.files.get(change.id);
      // What is beyond the limit stays so.
      return known ? known.key !== this.keyOf(change) : !find.more;
    });
    return nextBatch(missing, (change) => this.contextOf(change), find.files.size === 0);
  }

  private async ask(pattern: SearchPattern, batch: readonly Change[]): Promise<ChangesFound> {
    const { call, sessionId } = this.deps;
    const [first] = batch;
    const counted = this.find ? countAll(this.find) : 0;
    return call('change.search', {
      sessionId,
      pattern,
      changes: batch.map(shownChange),
      context: first ? this.contextOf(first) : contextSteps[0],
      limit: Math.max(1, MAX_MATCHES - counted),
    });
  }

  private keep(batch: readonly Change[], keys: readonly string[], found: ChangesFound): void {
    const { find } = this;
    if (!find) return;
    const shown = new Set(this.changes.map(({ id }) => id));
    const lines = new Map(found.files.map((file) => [fileKey(file), file.lines]));
    const files = new Map(find.files);
    batch.forEach((change, index) => {
      if (!shown.has(change.id)) return;
      files.set(change.id, { key: keys[index] ?? '', lines: lines.get(fileKey(change)) ?? [] });
    });
    const next: Find = { ...find, files, more: find.more || found.more };
    const current = keptPlace(next) ?? nearestMatch(next, this.changes, this.origin);
    this.deps.store.setState({ find: { ...next, current } });
  }

  private contextOf(change: Change): number {
    return this.deps.store.getState().contexts.get(change.id) ?? contextSteps[0];
  }

  private keyOf(change: Change): string {
    return `${contentKey(change)} ${this.contextOf(change)}`;
  }
}

/** What is wrong with a pattern, said before anybody is asked. */
function errorOf(pattern: SearchPattern): string | null {
  try {
    compilePattern(pattern);
    return null;
  } catch (error) {
    return error instanceof AppError ? error.message : String(error);
  }
}
