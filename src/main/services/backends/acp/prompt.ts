import { setImmediate as macrotask } from 'node:timers/promises';
import { methods, RequestError } from '@agentclientprotocol/sdk';
import type { StopReason } from '../../../../shared/domain/agent-event';
import type { PromptCtx, TurnResult } from '../../agent-backend';
import { lastLines, toExitError, toTurnError } from './agent-errors';
import { compact, numberOf, recordOf, stringOf } from './json';
import { endLeftCommands } from './left-commands';
import type { LiveAgent } from './live-agent';
import { toPromptBlocks } from './map-content';
import type { PendingPermissions } from './permissions';
import type { SessionEvents } from './session-events';

/** Bytes of what an agent printed that are shown when it said nothing. */
const STDERR_SHOWN = 4096;

const STOP_REASONS: Record<string, StopReason> = {
  end_turn: 'end_turn',
  max_tokens: 'limit',
  max_turn_requests: 'limit',
  refusal: 'refused',
  cancelled: 'cancelled',
};

export interface PromptDeps {
  live: LiveAgent;
  events: SessionEvents;
  permissions: PendingPermissions;
  nativeSessionId: string;
  /** True once the host has begun to dispose of the agent. */
  disposing(): boolean;
}

/** The outcome of a turn from the agent's own word; a word we do not know ends the turn all the same. */
export function toStopReason(native: string | undefined): StopReason {
  return (native !== undefined && Object.hasOwn(STOP_REASONS, native) && STOP_REASONS[native]) || 'end_turn';
}

/** Sends one prompt and follows it to its end. Never rejects for anything the agent does. */
export async function runPrompt(deps: PromptDeps, ctx: PromptCtx): Promise<TurnResult> {
  if (ctx.signal.aborted) return { stopReason: 'cancelled' };
  const { live, events, permissions, nativeSessionId } = deps;
  events.beginTurn();
  permissions.allow();
  const prompt = toPromptBlocks(ctx.prompt, live.promptAbilities);
  const stderrBefore = live.process.stderr.total;
  const canceller = cancelOnAbort(deps, ctx.signal);
  try {
    const answer = await live.connection.request(methods.agent.session.prompt, {
      sessionId: nativeSessionId,
      prompt,
    });
    // Lines that came together with the answer belong before it.
    await macrotask();
    sayUsage(events, recordOf(answer).usage);
    const native = stringOf(recordOf(answer).stopReason);
    if (ctx.signal.aborted) await endCommands(deps);
    else if (toStopReason(native) === 'end_turn' && !events.saidInTurn) saySilence(deps, stderrBefore);
    // Our own flag decides: some agents call a cancelled turn a finished one.
    return compact({ stopReason: ctx.signal.aborted ? 'cancelled' : toStopReason(native), native });
  } catch (error) {
    return await failure(deps, ctx.signal, error);
  } finally {
    canceller.stop();
    events.endTurn();
    // What is still asked belonged to this turn. A cancelled agent may go on asking for a while.
    permissions.refuse();
    if (!ctx.signal.aborted) permissions.allow();
  }
}

/** Some agents leave the command of a cancelled tool call running. */
async function endCommands({ live, events }: PromptDeps): Promise<void> {
  const { since } = events.commands;
  if (since === undefined) return;
  const commands = await endLeftCommands(live.process.group.pid, since);
  if (commands.length === 0) return;
  events.say({
    kind: 'notice',
    severity: 'info',
    title: `${live.agent.name} left a command running after it was cancelled; Coppice ended it`,
    detail: commands.join('\n'),
  });
}

/** An end without a word looks like success; some agents end a turn so when their model has failed. */
function saySilence({ live, events }: PromptDeps, stderrBefore: number): void {
  const { stderr } = live.process;
  const printed = lastLines(stderr.last(Math.min(stderr.total - stderrBefore, STDERR_SHOWN)));
  events.say(
    compact({
      kind: 'notice' as const,
      severity: 'warning' as const,
      title: `${live.agent.name} ended its turn without saying anything`,
      detail: printed || undefined,
    }),
  );
}

async function failure(deps: PromptDeps, signal: AbortSignal, error: unknown): Promise<TurnResult> {
  const { live } = deps;
  const refused = error instanceof RequestError;
  const exit = refused ? undefined : await live.end();
  if (signal.aborted) return { stopReason: 'cancelled' };
  if (exit && deps.disposing()) return { stopReason: 'interrupted' };
  if (!exit) {
    const refusal = error as RequestError;
    return { stopReason: 'failed', error: toTurnError(live.agent, refusal, live.authMethods) };
  }
  const { code, message, hint, detail } = toExitError(live.agent, exit);
  const unheard = deps.events.saidInTurn ? undefined : (true as const);
  return compact({
    stopReason: 'failed' as const,
    error: compact({ code, message, hint, detail }),
    unheard,
  });
}

/** On abort: answers open questions, tells the agent, and kills it when it does not stop in time. */
function cancelOnAbort({ live, permissions, nativeSessionId }: PromptDeps, signal: AbortSignal) {
  let deadline: NodeJS.Timeout | undefined;
  const cancel = () => {
    permissions.refuse();
    // A connection that is gone ends the turn by itself.
    live.connection
      .notify(methods.agent.session.cancel, { sessionId: nativeSessionId })
      .catch(() => undefined);
    deadline = setTimeout(() => live.process.group.kill('SIGKILL'), live.deadlines.cancel);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return {
    stop: () => {
      signal.removeEventListener('abort', cancel);
      clearTimeout(deadline);
    },
  };
}

function sayUsage(events: SessionEvents, usage: unknown): void {
  const { inputTokens, outputTokens, totalTokens } = recordOf(usage);
  const turn = compact({
    input: numberOf(inputTokens),
    output: numberOf(outputTokens),
    total: numberOf(totalTokens),
  });
  if (Object.keys(turn).length > 0) events.say({ kind: 'usage', turn });
}
