import type { PermissionOption } from '@agentclientprotocol/sdk';
import { AgentError } from './agent-error';
import type { ClientPort } from './client-port';
import { type ActionKind, decide, PLAN_MODE_REFUSAL } from './modes';
import type { AgentSession } from './session';
import { ToolCall, type ToolCallStart } from './tool-call';
import type { TurnOutput } from './turn-output';
import type { Workspace } from './workspace';

/** What an "always allow" answer will cover, and how the button says so. */
export interface AlwaysScope {
  key: string;
  label: string;
}

/** One prompt and all that the agent does in reply: what commands and model tools work with. */
export class Turn {
  private readonly calls: ToolCall[] = [];

  constructor(
    readonly session: AgentSession,
    readonly client: ClientPort,
    readonly workspace: Workspace,
    readonly output: TurnOutput,
    readonly signal: AbortSignal,
  ) {}

  /** Opens a tool call whose id is unique in the session. `id` names it within the turn. */
  async openCall(start: Omit<ToolCallStart, 'id'> & { id?: string }, status?: 'pending'): Promise<ToolCall> {
    const id = `turn${this.session.turns}-${start.id ?? this.calls.length + 1}`;
    const call = await ToolCall.open(this.output, { ...start, id }, status);
    this.calls.push(call);
    return call;
  }

  /**
   * Opens a call, does the work, and completes it; a failure or cancel is shown on the call and thrown on.
   * The work may complete the call itself to choose what it shows.
   */
  async withCall<T>(start: Omit<ToolCallStart, 'id'>, work: (call: ToolCall) => Promise<T>): Promise<T> {
    const call = await this.openCall(start);
    try {
      const result = await work(call);
      await call.complete();
      return result;
    } catch (error) {
      await call.fail(error);
      throw error;
    }
  }

  /**
   * Returns when the session's mode, an earlier "always", or the user allows the act.
   * Throws AgentError when it is refused, TurnCancelledError when the turn is cancelled meanwhile.
   */
  async permit(action: ActionKind, call: ToolCall, always?: AlwaysScope): Promise<void> {
    const decision = decide(this.session.mode, action);
    if (decision === 'refuse') throw new AgentError(PLAN_MODE_REFUSAL);
    if (decision === 'allow' || (always && this.session.allows(always.key))) return;
    const answer = await this.ask(call, always?.label);
    if (answer === 'reject_once') throw new AgentError('You rejected this, so it was not done.');
    if (answer === 'allow_always' && always) this.session.allow(always.key);
  }

  /** Puts a call to the user; the answer is the chosen option's kind. */
  async ask(call: ToolCall, alwaysLabel?: string): Promise<PermissionOption['kind']> {
    const options: PermissionOption[] = [
      { optionId: 'allow_once', name: 'Allow once', kind: 'allow_once' },
      ...(alwaysLabel
        ? [{ optionId: 'allow_always', name: alwaysLabel, kind: 'allow_always' as const }]
        : []),
      { optionId: 'reject_once', name: 'Reject', kind: 'reject_once' },
    ];
    const chosen = await this.client.requestPermission(call.toPermissionSubject(), options, this.signal);
    return options.find((option) => option.optionId === chosen)?.kind ?? 'reject_once';
  }

  /** Ends every call still open, so that none is left running after the turn. */
  async failOpenCalls(error: unknown): Promise<void> {
    for (const call of this.calls) if (call.isOpen) await call.fail(error);
  }
}
