import { RequestError } from '@agentclientprotocol/sdk';
import type { ToolKind } from '../../../../shared/domain/agent-event';

const changesNothing = new Set<ToolKind | undefined>(['read', 'search', 'think', 'fetch']);

/** Whether an agent may change anything at present; what it asks for late is judged by the turn it is late of. */
export class ReadOnlyGuard {
  on = false;

  /** True for a question about something that may change files; what does not say what it is may. */
  refuses(kind: ToolKind | undefined): boolean {
    return this.on && !changesNothing.has(kind);
  }

  /** Throws a RequestError while nothing may be changed. */
  requireWritable(): void {
    if (!this.on) return;
    throw new RequestError(-32603, 'This turn is read only: the user wants nothing written or run in it.');
  }
}
