import type {
  ContextDecision,
  EventError,
  PermissionOption,
  PlanEntry,
  StopReason,
  Tool,
} from './agent-event';
import type { ContentBlock } from './content';
import type { AgentId, RequestId, TurnId } from './ids';

export interface EntryBase {
  /** Unique within the session and stable as the entry grows. */
  id: string;
  agent: AgentId;
  turnId?: TurnId;
  ts: number;
  /** The log position of the event that opened the entry. */
  seq: number;
}

/**
 * One item of the transcript, folded from events; `late` when it was opened after its turn had ended. A tool call may be
 * `asked` about: it waits for an answer, or was rejected.
 */
export type Entry = EntryBase &
  /** `steers` when it was said into a turn that was running. */
  (
    | { type: 'prompt'; blocks: ContentBlock[]; steers?: true }
    | { type: 'text' | 'reasoning'; blocks: ContentBlock[]; streaming: boolean; late?: true }
    | { type: 'tool'; tool: Tool; asked?: 'open' | 'rejected'; late?: true }
    | {
        type: 'permission';
        requestId: RequestId;
        toolCallId?: string;
        title: string;
        detail?: string;
        options: PermissionOption[];
        resolution?: { outcome: string; optionId?: string; by: 'user' | 'policy' | 'agent' | 'cancel' };
      }
    | { type: 'plan'; entries: PlanEntry[] }
    | { type: 'notice'; severity: 'info' | 'warning' | 'error'; title: string; detail?: string }
    | { type: 'context'; nativeSessionId: string; reason: string; decision?: ContextDecision }
    | { type: 'handover'; text: string }
    | { type: 'error'; error: EventError }
    | { type: 'turn-end'; stopReason: StopReason; error?: EventError; startedAt?: number }
    | { type: 'unknown'; native: string }
  );
