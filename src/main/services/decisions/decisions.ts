import type { Author, FileDiff } from '../../../shared/domain/change';
import type { DecidedOn, Decision, Inseparable } from '../../../shared/domain/decision';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import type { ChosenChange, Decided, ShownChange, Undone } from '../../../shared/ipc/contract';
import { changeIsStale } from '../../git/changes/shown-changes';
import { committedAmong } from '../../git/decisions/committed-among';
import { acceptSelection, rejectSelection } from '../../git/decisions/decide';
import type { Moved, OnMoving } from '../../git/decisions/move-accepted';
import { undoDecision } from '../../git/decisions/undo-decision';
import { readSessionRefs } from '../../git/session-refs';
import type { TreeEntry } from '../../git/tree-entries';
import type { StoredDecision } from '../../store/repositories/decisions';
import type { Store } from '../../store/store';
import type { CallOffs } from '../changes/call-offs';
import type { ChangedFiles } from '../changes/changed-files';
import type { Changes } from '../changes/changes';
import type { UnfinishedMoves } from '../unfinished-moves';
import { joinParts } from './join-parts';
import { leftByUndo } from './left-by-undo';
import { isBy, selectByAuthor } from './select-by-author';

export interface DecisionsDeps {
  store: Pick<Store, 'decisions' | 'pendingChanges'>;
  changes: Pick<Changes, 'alone' | 'refreshSoon'>;
  changedFiles: Pick<ChangedFiles, 'textDiffs'>;
  /** The session's worktree once it is ready. */
  worktree(sessionId: SessionId): Promise<Worktree>;
  moves: Pick<UnfinishedMoves, 'during'>;
  callOffs: Pick<CallOffs, 'run'>;
  now?(): number;
}

/** What the user decides on: pending changes or parts of them, and only one author's share when `by` is given. */
export interface Choice {
  changes: readonly ChosenChange[];
  by?: Author | undefined;
}

/** How many past decisions are listed. */
const LISTED = 200;

/** What becomes of pending changes; every decision is kept, so that it can be undone. */
export class Decisions {
  readonly #deps: DecisionsDeps;

  constructor(deps: DecisionsDeps) {
    this.#deps = deps;
  }

  /**
   * Accepts exactly what was chosen, without a commit. Throws `change.stale` when a file is not as it was shown, and
   * then nothing is accepted.
   */
  accept(sessionId: SessionId, choice: Choice): Promise<Decided> {
    return this.#decide(sessionId, 'accept', choice);
  }

  /** Takes exactly what was chosen out of the worktree. Throws `change.stale`, and then nothing is. */
  reject(sessionId: SessionId, choice: Choice): Promise<Decided> {
    return this.#decide(sessionId, 'reject', choice);
  }

  /**
   * Takes a decision back, also after further ones: the newest in force that is not committed when none is named. Throws `change.conflict`
   * when what came since is in the way, and then nothing is undone.
   */
  undo(sessionId: SessionId, ordinal?: number): Promise<Undone> {
    const { changes, worktree } = this.#deps;
    return changes.alone(sessionId, async (look, listed) => {
      const { path } = await worktree(sessionId);
      const all = this.past(sessionId);
      const committed = ordinal === undefined ? await committedOf(path, sessionId, all) : new Set();
      const past = pick(
        all.filter((one) => !committed.has(one.ordinal)),
        ordinal,
      );
      const found = await look();
      const { moved, before, after, what } = past;
      const made = { kind: 'undo', moved, what, undoes: past.ordinal } as const;
      let entries: TreeEntry[] = [];
      const decision = await this.moving(sessionId, made, async (onMoving) => {
        const undone = await undoDecision({ worktree: path, sessionId, moved, before, after, onMoving });
        entries = undone?.entries ?? [];
        return { before: undone?.before ?? after, after: undone?.after ?? after };
      });
      await listed.tellDone();
      const now = listed.pending()?.changes ?? [];
      return { decision, rest: leftByUndo(entries, found.changes, now) };
    });
  }

  /** Lists a decision once `move` has made it; one that is cut short in between is settled at the next look, soon. */
  moving(
    sessionId: SessionId,
    what: Pick<StoredDecision, 'kind' | 'moved' | 'what' | 'undoes'>,
    move: (onMoving: OnMoving) => Promise<Moved>,
  ): Promise<Decision> {
    const making = this.#deps.moves.during(sessionId, async (note) => {
      const moved = await this.#deps.callOffs.run(sessionId, () =>
        move((about) => note({ kind: 'decision', decision: { ...what, ...about } })),
      );
      const at = this.#deps.now?.() ?? Date.now();
      const kept = this.#deps.store.decisions.append(sessionId, { ...what, ...moved, at });
      return toDecision({ ...kept, undone: false });
    });
    return making.catch((error: unknown) => {
      // What the user called off, perhaps as it hung, is not to hang again at once.
      const isCalledOff = error instanceof AppError && error.code === 'git.cancelled';
      if (!isCalledOff) this.#deps.changes.refreshSoon(sessionId);
      throw error;
    });
  }

  /** The last decisions, newest first. */
  async list(sessionId: SessionId): Promise<Decision[]> {
    const { worktree } = this.#deps;
    const last = this.past(sessionId).slice(0, LISTED);
    if (last.length === 0) return [];
    const committed = await worktree(sessionId)
      .then(({ path }) => committedOf(path, sessionId, last))
      .catch((error: unknown) => {
        // They are to be seen without it, too.
        if (error instanceof AppError && error.code === 'worktree.missing') return new Set<number>();
        throw error;
      });
    return last.map((decision) => ({
      ...toDecision(decision),
      ...(committed.has(decision.ordinal) && { committed: true as const }),
    }));
  }

  /** All decisions with what they moved, newest first. */
  past(sessionId: SessionId): PastDecision[] {
    return withUndone(this.#deps.store.decisions.list(sessionId));
  }

  #decide(sessionId: SessionId, kind: 'accept' | 'reject', choice: Choice): Promise<Decided> {
    const { changes, worktree } = this.#deps;
    return changes.alone(sessionId, async (look, listed) => {
      const { path } = await worktree(sessionId);
      await look();
      const named = joinParts(choice.changes);
      const { chosen, inseparable } = choice.by
        ? await this.#shareOf(sessionId, named, choice.by)
        : { chosen: named, inseparable: [] };
      const input = { worktree: path, sessionId, chosen, pending: listed.pending() };
      const what = {
        files: new Set(chosen.map(fileKey)).size,
        path: chosen[0]?.path ?? '',
        partly: chosen.some(({ part }) => part !== undefined),
        ...(chosen.length === 1 && spanOf(chosen[0]?.part)),
        ...(choice.by && { by: choice.by }),
      };
      let accepted: string | undefined;
      let rest: ShownChange[] = [];
      const moved = kind === 'accept' ? 'accepted' : 'worktree';
      const decision = await this.moving(sessionId, { kind, moved, what }, async (onMoving) => {
        const made = await (kind === 'accept' ? acceptSelection : rejectSelection)({ ...input, onMoving });
        if (kind === 'accept') accepted = made.after;
        rest = made.rest;
        return { before: made.before, after: made.after };
      });
      await listed.tellDone(accepted);
      return { decision, inseparable, rest };
    });
  }

  /**
   * One author's share of the changes, told apart line by line where several worked on a file. Throws `change.stale` when
   * one of them is not as it was shown, whosever it is.
   */
  async #shareOf(sessionId: SessionId, changes: readonly ChosenChange[], by: Author) {
    const pending = new Map(
      this.#deps.store.pendingChanges.list(sessionId).map((change) => [fileKey(change), change]),
    );
    const theirs = changes.flatMap(({ part: _all, ...shown }) => {
      const change = pending.get(fileKey(shown));
      // Whose lines are whose is known of the file as it is now alone.
      if (change?.oldOid !== shown.oldOid || change.newOid !== shown.newOid) throw changeIsStale(shown.path);
      const isShared = !change.authors.every((author) => isBy(author, by));
      return change.authors.some((author) => isBy(author, by)) ? [{ shown, isShared }] : [];
    });
    const shared = theirs.flatMap(({ shown, isShared }) => (isShared ? [shown] : []));
    const shares = await this.#deps.changedFiles.textDiffs(sessionId, shared, (diff) => linesOf(diff, by));
    const chosen: ChosenChange[] = [];
    const inseparable: Inseparable[] = [];
    let next = 0;
    for (const { shown, isShared } of theirs) {
      const share = isShared ? shares[next++] : undefined;
      if (!share) chosen.push(shown);
      else if (share.part.old.length + share.part.new.length > 0) chosen.push({ ...shown, part: share.part });
      inseparable.push(...(share?.inseparable ?? []).map((lines) => ({ path: shown.path, ...lines })));
    }
    if (chosen.length === 0) throw nothingOf(inseparable);
    return { chosen, inseparable };
  }
}

/** The lines of a part, from the first to the last; those that were removed only where none were added. */
function spanOf(part: ChosenChange['part']): Pick<DecidedOn, 'lines'> {
  const side = part && part.new.length > 0 ? 'new' : 'old';
  const lines = part?.[side].flat() ?? [];
  if (lines.length === 0) return {};
  const first = lines.reduce((least, line) => Math.min(least, line));
  return { lines: { side, range: [first, lines.reduce((most, line) => Math.max(most, line))] } };
}

/** What is not text, or not known line by line, cannot be told apart at all. */
function linesOf(diff: FileDiff | null, by: Author): ReturnType<typeof selectByAuthor> {
  const share = diff?.kind === 'text' && !diff.truncated ? selectByAuthor(diff, by) : null;
  if (share && share.part.old.length + share.part.new.length + share.inseparable.length > 0) return share;
  return { part: { old: [], new: [] }, inseparable: [{}] };
}

function nothingOf(inseparable: readonly Inseparable[]): AppError {
  const [first] = inseparable;
  return first
    ? new AppError(
        'input.invalid',
        `What they changed in ${first.path} cannot be told apart from what others changed there.`,
        'Decide on those lines by hand.',
      )
    : new AppError('change.not-found', 'Nothing of theirs is pending any more.');
}

/** A decision with what it moved. */
export type PastDecision = StoredDecision & { undone: boolean };

/** Newest first: an undo that was itself taken back undoes nothing. */
function withUndone(decisions: readonly StoredDecision[]): PastDecision[] {
  const undone = new Set<number>();
  return decisions.map((decision) => {
    const isUndone = undone.has(decision.ordinal);
    if (decision.undoes !== undefined && !isUndone) undone.add(decision.undoes);
    return { ...decision, undone: isUndone };
  });
}

/** The ordinals of what moved the accepted tree and was committed since. */
async function committedOf(
  root: string,
  sessionId: string,
  decisions: readonly PastDecision[],
): Promise<ReadonlySet<number>> {
  const { committed } = await readSessionRefs(root, sessionId);
  const accepted = decisions.filter(({ moved }) => moved === 'accepted');
  if (!committed || accepted.length === 0) return new Set();
  const commits = await committedAmong(
    root,
    accepted.map(({ after }) => after),
    committed,
  );
  return new Set(accepted.filter(({ after }) => commits.has(after)).map(({ ordinal }) => ordinal));
}

function pick(decisions: readonly PastDecision[], ordinal: number | undefined): PastDecision {
  const found = decisions.find((decision) =>
    ordinal === undefined ? !decision.undone && decision.kind !== 'undo' : decision.ordinal === ordinal,
  );
  if (!found) throw new AppError('change.not-found', 'There is no decision to undo.');
  if (found.undone) throw new AppError('change.not-found', 'That decision has been undone already.');
  return found;
}

/** What the window is told of a decision. */
export function toDecision({
  moved: _moved,
  before: _before,
  after: _after,
  ...decision
}: PastDecision): Decision {
  return decision;
}
