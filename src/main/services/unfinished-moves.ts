import type { SessionId } from '../../shared/domain/ids';
import type { Worktree } from '../../shared/domain/session';
import { settleDecision } from '../git/decisions/settle-decision';
import { settleCheckout } from '../git/finish/move-branch';
import { settleSessionMove } from '../git/finish/move-session';
import { settleCommit } from '../git/finish/record-commit';
import { settleBringIn } from '../git/finish/settle-bring-in';
import { settleStop } from '../git/finish/stop-bringing-in';
import { locateLinkedWorktree } from '../git/locate-worktree';
import { isIndexFree, removeOwnLocks } from '../git/own-index';
import type { Refused } from '../git/update-refs';
import type { UnfinishedMove } from '../store/repositories/unfinished-moves';
import type { Store } from '../store/store';
import type { Log } from './log';

export interface UnfinishedMovesDeps {
  store: Pick<Store, 'decisions' | 'unfinishedMoves' | 'transaction'>;
  log: Log;
  now?(): number;
}

/**
 * What moves files, refs and rows one after the other is noted before it begins. Where a kill cuts it short, the next
 * look at the session's worktree first completes it or takes it back, so that nothing is told of half a move.
 */
export class UnfinishedMoves {
  readonly #deps: UnfinishedMovesDeps;

  constructor(deps: UnfinishedMovesDeps) {
    this.#deps = deps;
  }

  /**
   * Runs `work`, which notes what it moves just before it does. The note goes when that is done, or when `work` says that
   * it was refused, and stays for the next look after any other failure: no error tells how far a move came.
   */
  async during<T>(
    sessionId: SessionId,
    work: (note: (move: UnfinishedMove) => Refused) => Promise<T>,
  ): Promise<T> {
    const noted = new Set<UnfinishedMove['kind']>();
    const done = await work((move) => {
      this.note(sessionId, move);
      noted.add(move.kind);
      return () => this.#forget(sessionId, move.kind);
    });
    for (const kind of noted) this.#forget(sessionId, kind);
    return done;
  }

  /** Where that cannot be written, the next look finds that there is nothing left to do. */
  #forget(sessionId: SessionId, kind: UnfinishedMove['kind']): void {
    const { store, log } = this.#deps;
    try {
      store.unfinishedMoves.delete(sessionId, kind);
    } catch (error) {
      log.warn('an unfinished move stays', { session: sessionId, kind, error: String(error) });
    }
  }

  /** Leaves something to be settled at the next look. */
  note(sessionId: SessionId, move: UnfinishedMove): void {
    this.#deps.store.unfinishedMoves.save(sessionId, move);
  }

  /** The sessions an earlier run left something unfinished in. */
  sessions(): SessionId[] {
    return this.#deps.store.unfinishedMoves.sessions();
  }

  /**
   * Settles what is unfinished in a session, and answers whether nothing is any more. What cannot be now is logged, and
   * tried again at the next look. Throws where half moved files would be taken for somebody's work by it.
   */
  async settle(sessionId: SessionId, worktree: Worktree): Promise<boolean> {
    let isSettled = true;
    for (const move of this.#deps.store.unfinishedMoves.list(sessionId)) {
      isSettled = (await this.#settleOne(sessionId, worktree, move)) && isSettled;
    }
    return isSettled;
  }

  async #settleOne(sessionId: SessionId, worktree: Worktree, move: UnfinishedMove): Promise<boolean> {
    const { store, log } = this.#deps;
    const { kind } = move;
    try {
      if (!(await this.#settle(sessionId, worktree, move))) return false;
      store.unfinishedMoves.delete(sessionId, kind);
      log.info('an unfinished move was settled', { session: sessionId, kind });
      return true;
    } catch (error) {
      log.warn('an unfinished move stays', { session: sessionId, kind, error: String(error) });
      if (kind === 'commit' || kind === 'checkout') return false;
      throw error;
    }
  }

  /** Answers false while it has to be tried again. */
  async #settle(sessionId: SessionId, { path }: Worktree, move: UnfinishedMove): Promise<boolean> {
    const location = await locateLinkedWorktree(path);
    // Whoever was killed may have held them; everybody's git would wait for that in vain.
    await isIndexFree(location);
    await removeOwnLocks(location);
    switch (move.kind) {
      case 'decision': {
        const isMade = await settleDecision(location, { sessionId, ...move.decision });
        if (isMade) this.#keep(sessionId, move.decision);
        return true;
      }
      case 'commit':
        return settleCommit(location, sessionId, move.commit);
      case 'session':
        await settleSessionMove({ worktree: path, sessionId, ...move });
        return true;
      case 'bring-in':
        await settleBringIn(location, { sessionId, ...move });
        return true;
      case 'stop-bringing-in':
        await settleStop(location, { sessionId, ...move });
        return true;
      case 'checkout':
        return settleCheckout(move);
    }
  }

  #keep(sessionId: SessionId, decision: Extract<UnfinishedMove, { kind: 'decision' }>['decision']): void {
    const { store, now = Date.now } = this.#deps;
    const [last] = store.decisions.list(sessionId);
    if (last?.after !== decision.after) store.decisions.append(sessionId, { ...decision, at: now() });
  }
}
