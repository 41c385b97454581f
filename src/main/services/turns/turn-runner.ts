import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import type { Turn, TurnSignal } from '../../../shared/domain/turn';
import { AppError, toErrorInfo } from '../../../shared/errors';
import type { AgentBackend, EmittedEvent, PromptCtx, TurnResult } from '../agent-backend';
import type { AgentSessions, LiveAgent } from '../agents/agent-sessions';
import type { Contexts } from '../agents/contexts';
import type { Changes } from '../changes/changes';
import type { EventLog } from '../events/event-log';
import type { EventSource } from '../events/event-source';
import { inReadOnlyMode, type ReadOnlyTurnDeps } from './read-only-turn';
import type { WorkingTurn, WorkingTurns } from './working-turns';

/** How a turn ended; "not-sent" when its agent first needs the user to decide something. */
export type Outcome = TurnResult | 'not-sent';

export interface TurnRunnerDeps {
  agentSessions: AgentSessions;
  contexts: Contexts;
  changes: Changes;
  eventLog: EventLog;
  agentName(agent: AgentId): string;
  /** Told of every turn that works. */
  working: WorkingTurns;
  /** Resolves to the session's worktree path once it is ready; throws AppError when it cannot be. */
  worktreePath(sessionId: SessionId): Promise<string>;
  signalTurn(turnId: TurnId, signal: TurnSignal): void;
}

/** Carries one turn from its prompt to its last checkpoint. */
export class TurnRunner {
  readonly #deps: TurnRunnerDeps;

  constructor(deps: TurnRunnerDeps) {
    this.#deps = deps;
  }

  /** The turn an agent is at work on in a session. */
  runningTurn(sessionId: SessionId, agent: AgentId): TurnId | undefined {
    return this.#deps.working.find(sessionId, agent)?.turnId;
  }

  /** Runs the turn; every failure the user can meet is a result, not an exception. */
  async run(turn: Turn, signal: AbortSignal): Promise<Outcome> {
    const { sessionId, agent, id: turnId } = turn;
    const failed = await this.#bringBack(turn, signal);
    if (failed && isContextLost(failed.error) && !signal.aborted) return 'not-sent';
    this.#deps.eventLog.say({ sessionId, agent, turnId }, { kind: 'turn_started', prompt: turn.prompt });
    const { working } = this.#deps;
    let current: WorkingTurn | undefined;
    try {
      // A large worktree takes minutes to make; stopping the turn does not wait for it.
      const path = await untilAborted(this.#deps.worktreePath(sessionId), signal);
      const before =
        path && (await untilAborted(this.#deps.changes.checkpoint(sessionId, 'turn-start'), signal));
      if (!path || !before) return { stopReason: 'cancelled' };
      current = working.enter(sessionId, { turnId, agent, worktree: path });
      this.#sayBeside(turn);
      if (failed) throw failed.error;
      return await this.#promptAgain(turn, signal, await this.#prompt(turn, signal));
    } catch (error) {
      const { code, message, hint, detail } = toErrorInfo(error);
      if (code === 'internal') throw error;
      return {
        stopReason: 'failed',
        error: { code, message, ...(hint && { hint }), ...(detail && { detail }) },
      };
    } finally {
      this.#deps.eventLog.flush(sessionId);
      // A turn that was ended by force has left the session to the next one when its agent was gone.
      if (current && working.has(sessionId, current)) await this.#sweep(turn);
      if (current) working.leave(sessionId, current);
    }
  }

  /** Follows what an agent says, to know what it wrote; looks at the worktree again after each finished tool call. */
  follow(source: EventSource, emitted: EmittedEvent): void {
    const { working, changes } = this.#deps;
    const { sessionId, agent } = source;
    if (emitted.origin === 'replay') return;
    if (working.follow(sessionId, agent, emitted.body)) changes.refreshSoon(sessionId);
  }

  /** Credits a file that is written for an agent to it; the answer is called when it is written. */
  writing(sessionId: SessionId, agent: AgentId, path: string, text: string): () => void {
    const current = this.#deps.working.find(sessionId, agent);
    if (!current) return () => {};
    const written = current.claims.writing(path, text);
    return () => {
      written();
      this.#deps.changes.refreshSoon(sessionId);
    };
  }

  /** Brings the agent's conversation back before the transcript shows the prompt. What else fails, fails the turn. */
  async #bringBack({ sessionId, agent }: Turn, signal: AbortSignal): Promise<{ error: unknown } | undefined> {
    const { agentSessions } = this.#deps;
    if (!agentSessions.mustBringBack(sessionId, agent)) return undefined;
    try {
      await untilAborted(agentSessions.ensure(sessionId, agent), signal);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  /** Starts an agent once more that ended before it said anything of the prompt, and sends the prompt again. */
  async #promptAgain(turn: Turn, signal: AbortSignal, first: TurnResult): Promise<TurnResult> {
    const { unheard, ...result } = first;
    if (!unheard || signal.aborted) return result;
    const { sessionId, agent, id: turnId } = turn;
    this.#deps.eventLog.say(
      { sessionId, agent, turnId },
      {
        kind: 'notice',
        severity: 'warning',
        title: 'The agent ended before it said anything. It was started again and given the prompt once more',
        ...(result.error && { detail: result.error.message }),
      },
    );
    const { unheard: _, ...second } = await this.#prompt(turn, signal);
    return second;
  }

  async #prompt(turn: Turn, signal: AbortSignal): Promise<TurnResult> {
    const { sessionId, agent, id: turnId } = turn;
    const { agentSessions, contexts, signalTurn } = this.#deps;
    const live = await untilAborted(agentSessions.ensure(sessionId, agent), signal);
    if (!live) return { stopReason: 'cancelled' };
    const { backend, handle } = live;
    const handover = await contexts.handOver(turn);
    signalTurn(turnId, { type: 'run' });
    agentSessions.setStatus(sessionId, agent, 'running');
    try {
      const prompt = [...handover, ...turn.prompt];
      const answering =
        turn.overlap === 'read-only'
          ? this.#readOnly(turn, live, { turnId, prompt, signal, readOnly: true })
          : backend.prompt(handle, { turnId, prompt, signal });
      // Only now it counts as working in the pool.
      agentSessions.changed(sessionId, agent);
      const result = await answering;
      if (handover.length > 0 && result.stopReason !== 'failed') contexts.handedOver(sessionId, agent);
      return result;
    } finally {
      agentSessions.setStatus(sessionId, agent, isAlive(backend) ? 'idle' : 'stopped');
    }
  }

  #readOnly(
    { sessionId, agent, id: turnId }: Turn,
    { backend, handle }: LiveAgent,
    ctx: PromptCtx,
  ): Promise<TurnResult> {
    const { agentSessions, agentName, eventLog } = this.#deps;
    const deps = {
      agentName: agentName(agent),
      options: () => agentSessions.view(sessionId, agent).options,
      setOption: async (optionId: string, value: string) => backend.setOption?.(handle, optionId, value),
      isAlive: () => isAlive(backend),
      say: (notice: Parameters<ReadOnlyTurnDeps['say']>[0]) =>
        eventLog.say({ sessionId, agent, turnId }, { kind: 'notice', ...notice }),
    };
    return inReadOnlyMode(deps, () => backend.prompt(handle, ctx));
  }

  /** Says who else is at work when a turn that overlaps begins to work. */
  #sayBeside({ sessionId, agent, id: turnId, overlap }: Turn): void {
    const { working, agentName, eventLog } = this.#deps;
    const others = working.besides(sessionId, agent).map(agentName);
    if (overlap !== 'beside' || others.length === 0) return;
    const title = `Runs beside ${others.join(' and ')} in the same worktree, as you chose`;
    eventLog.say({ sessionId, agent, turnId }, { kind: 'notice', severity: 'info', title });
  }

  /** The turn's last checkpoint. Its failure must not hide how the turn itself ended, so it is told apart. */
  async #sweep({ sessionId, agent, id: turnId }: Turn): Promise<void> {
    try {
      await this.#deps.changes.checkpoint(sessionId, 'turn-end');
    } catch (error) {
      const { message, hint } = toErrorInfo(error);
      const detail = hint ? `${message} ${hint}` : message;
      this.#deps.eventLog.say(
        { sessionId, agent, turnId },
        {
          kind: 'notice',
          severity: 'error',
          title: 'The changes of this turn could not be recorded',
          detail,
        },
      );
    }
  }
}

function isAlive({ status }: AgentBackend): boolean {
  return status !== 'stopped' && status !== 'failed';
}

function isContextLost(error: unknown): boolean {
  return error instanceof AppError && error.code === 'agent.context-lost';
}

/** What `work` resolves to, or undefined as soon as `signal` aborts; the work itself goes on. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return undefined;
  }
  let onAbort = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}
