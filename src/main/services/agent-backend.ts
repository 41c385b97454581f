import type { AgentDefinition, AgentSessionStatus, BackendId } from '../../shared/domain/agent';
import type {
  AgentEventBody,
  EventError,
  EventOrigin,
  PermissionOption,
  StopReason,
} from '../../shared/domain/agent-event';
import type { ContentBlock } from '../../shared/domain/content';
import type { RequestId, SessionId, TurnId } from '../../shared/domain/ids';

export type { AgentEvent, AgentEventBody } from '../../shared/domain/agent-event';

/** How a conversation came to be: made new, or brought back with or without its context. */
export type Restoration = 'new' | 'resumed' | 'loaded';

export interface AgentSessionHandle {
  /** The agent's own id of the conversation; what `resumeId` is next time. */
  readonly nativeSessionId: string;
  readonly restoration: Restoration;
}

/** What a backend tells its host; each call is one event, in the order the agent said it. */
export interface EmittedEvent {
  body: AgentEventBody;
  origin: EventOrigin;
  parentToolCallId?: string;
}

export interface PermissionRequest {
  requestId: RequestId;
  toolCallId?: string;
  title: string;
  detail?: string;
  options: PermissionOption[];
}

export type PermissionOutcome = { outcome: 'selected'; optionId: string } | { outcome: 'cancelled' };

export interface EnsureSessionOpts {
  sessionId: SessionId;
  /** The session's worktree, absolute. The agent's files and commands are confined to it. */
  cwd: string;
  /** The conversation to bring back; absent for a new one. */
  resumeId?: string;
  /** Called for every event, also between turns. Never throws. */
  emit(event: EmittedEvent): void;
  /** Undefined while the agent may go on; else it is not listened to until this resolves, as what it said cannot be kept. */
  room?(): Promise<void> | undefined;
  /** Asks the user; settles with `cancelled` when `signal` aborts. */
  askPermission(request: PermissionRequest, signal: AbortSignal): Promise<PermissionOutcome>;
  /**
   * Called before Coppice itself writes a file the agent asked it to write, with its absolute path; the
   * answer is called when the write is over. It is how such a file is known to be the agent's.
   */
  writing(path: string, text: string): () => void;
  signal: AbortSignal;
}

export interface PromptCtx {
  turnId: TurnId;
  prompt: ContentBlock[];
  /** The agent is to change nothing: what it asks us to write, run or allow is refused until its next prompt. */
  readOnly?: true;
  /** Aborts when the turn is cancelled: the backend settles permissions, tells the agent, and waits for it up to its deadline. */
  signal: AbortSignal;
}

export interface TurnResult {
  stopReason: StopReason;
  /** The agent's own word for it. */
  native?: string;
  error?: EventError;
  /** The agent ended before it had said or done anything in this turn, so that the prompt can be sent again. */
  unheard?: true;
}

export type BackendExit = { code: number | null; signal: string | null; stderr: string };

/**
 * What became of a prompt said into a running turn: the agent has it, or it is still to be sent, or nobody knows, as the
 * agent ended or stayed silent.
 */
export type Steered = 'taken' | 'refused' | 'unknown';

/**
 * One agent program working for one session, whatever transport it speaks. The pool owns it; it is
 * used by one turn at a time. Optional members are abilities: absent means the agent cannot.
 */
export interface AgentBackend {
  readonly backend: BackendId;
  readonly agent: AgentDefinition;
  readonly status: AgentSessionStatus;
  /** The process that leads its group, once it is started. */
  readonly pid?: number | undefined;
  /** Resolves once when the agent is gone, for whatever reason; never rejects. */
  readonly exited: Promise<BackendExit>;
  /** Starts the program if needed and opens its conversation. Throws AppError `agent.*`. */
  ensureSession(opts: EnsureSessionOpts): Promise<AgentSessionHandle>;
  /** Sends one prompt and resolves when the turn is over; agent failures are results, not exceptions. */
  prompt(handle: AgentSessionHandle, ctx: PromptCtx): Promise<TurnResult>;
  /** Puts a prompt into the turn that runs. Never rejects for anything the agent does. */
  steer?(handle: AgentSessionHandle, prompt: ContentBlock[]): Promise<Steered>;
  setOption?(handle: AgentSessionHandle, optionId: string, value: string | boolean): Promise<void>;
  /** Ends the program and every process it started. Idempotent. */
  dispose(): Promise<void>;
}
