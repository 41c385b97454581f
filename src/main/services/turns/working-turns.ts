import type { AgentEventBody } from '../../../shared/domain/agent-event';
import type { Author } from '../../../shared/domain/change';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import { Claims } from '../changes/claims';
import { decideAuthor, type Suspect } from '../changes/decide-author';
import type { Origin } from '../changes/origin';

/** A turn that may be changing the worktree. */
export interface WorkingTurn {
  turnId: TurnId;
  agent: AgentId;
  claims: Claims;
  /** It ended, but a tool call of its was never said to have: it may still write. */
  over: boolean;
  /** Its agent's process is gone. */
  gone: boolean;
}

/** Who can be changing the worktree of each session, and what they say they did. */
export class WorkingTurns {
  readonly #turns = new Map<SessionId, WorkingTurn[]>();

  /**
   * A turn begins to work. What its agent left behind in an earlier turn is from now on part of it, and the turn of a dead
   * agent makes room.
   */
  enter(sessionId: SessionId, turn: { turnId: TurnId; agent: AgentId; worktree: string }): WorkingTurn {
    const { turnId, agent, worktree } = turn;
    const entered = { turnId, agent, claims: new Claims(worktree), over: false, gone: false };
    const others = this.#all(sessionId).filter((other) => other.agent !== agent && !other.gone);
    this.#set(sessionId, [...others, entered]);
    return entered;
  }

  /** A turn ended; it stays under suspicion while a tool call of its may go on. */
  leave(sessionId: SessionId, turn: WorkingTurn): void {
    turn.over = true;
    if (turn.claims.mayHaveWritten && !turn.gone) return;
    this.#set(
      sessionId,
      this.#all(sessionId).filter((other) => other !== turn),
    );
  }

  /** False once another turn took over from it. */
  has(sessionId: SessionId, turn: WorkingTurn): boolean {
    return this.#all(sessionId).includes(turn);
  }

  /** The turn an agent is at work on. */
  find(sessionId: SessionId, agent: AgentId): WorkingTurn | undefined {
    return this.#all(sessionId).find((turn) => turn.agent === agent && !turn.over);
  }

  /** True while a turn may be changing the session's worktree. */
  isBusy(sessionId: SessionId): boolean {
    return this.#all(sessionId).some(({ over }) => !over);
  }

  /** The other agents that are at work in a session. */
  besides(sessionId: SessionId, agent: AgentId): AgentId[] {
    return this.#all(sessionId).flatMap((turn) => (turn.agent === agent || turn.over ? [] : [turn.agent]));
  }

  /** An agent's process is gone: what its turns left behind in the session can write nothing any more. */
  agentGone(sessionId: SessionId, agent: AgentId): void {
    const all = this.#all(sessionId);
    for (const turn of all) turn.gone ||= turn.agent === agent;
    this.#set(
      sessionId,
      all.filter(({ over, gone }) => !(over && gone)),
    );
  }

  /** Follows what an agent says; true when a tool call just ended that may have changed the worktree. */
  follow(sessionId: SessionId, agent: AgentId, body: AgentEventBody): boolean {
    const mine = this.#all(sessionId).filter((turn) => turn.agent === agent);
    return mine.filter(({ claims }) => claims.follow(body)).length > 0;
  }

  /** Who can have changed the session's worktree since the last checkpoint. */
  origin(sessionId: SessionId): Origin {
    const all = this.#all(sessionId);
    const finished = all.map(({ claims }) => [claims, claims.finished()] as const);
    const [only, ...others] = all.filter(({ over }) => !over);
    const alone = others.length === 0 ? only : undefined;
    return {
      by: alone ? authorOf(alone) : { kind: all.length === 0 ? 'user' : 'unknown' },
      ...(alone && { turnId: alone.turnId }),
      authorOf: (path) => decideAuthor(all.map((turn) => suspect(turn, turn.claims.covers(path)))),
      toldOf: (path) => toldOf(all, path),
      settled: () => {
        for (const [claims, ids] of finished) claims.settle(ids);
        this.#set(
          sessionId,
          this.#all(sessionId).filter(({ over, claims }) => !over || claims.mayHaveWritten),
        );
      },
    };
  }

  #all(sessionId: SessionId): readonly WorkingTurn[] {
    return this.#turns.get(sessionId) ?? [];
  }

  #set(sessionId: SessionId, turns: WorkingTurn[]): void {
    if (turns.length > 0) this.#turns.set(sessionId, turns);
    else this.#turns.delete(sessionId);
  }
}

/** What the only turn that named a file told of its edits; the rest is judged as if none had named it. */
function toldOf(all: readonly WorkingTurn[], path: string): ReturnType<NonNullable<Origin['toldOf']>> {
  const [only, ...others] = all.filter(({ claims }) => claims.covers(path) === 'named');
  const edits = only && others.length === 0 ? only.claims.editsOf(path) : [];
  if (!only || edits.length === 0) return null;
  const rest = decideAuthor(all.map((turn) => suspect(turn, turn.claims.coversUnnamed())));
  return { edits, author: authorOf(only), rest };
}

function suspect(turn: WorkingTurn, covers: Suspect['covers']): Suspect {
  return { author: authorOf(turn), covers, over: turn.over };
}

function authorOf({ agent, turnId }: WorkingTurn): Author {
  return { kind: 'agent', agent, turnId };
}
