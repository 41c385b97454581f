import type { AgentEvent } from '../../src/shared/domain/agent-event';
import type { AgentId, CommentId, SessionId, TurnId } from '../../src/shared/domain/ids';
import type { Resolution, Turn } from '../../src/shared/domain/turn';
import type { EventBatch } from '../../src/shared/ipc/events';

export interface Prompt {
  text: string;
  /** Another text it may have, when the answer to an edit never came. */
  maybe?: string;
  sessionId: SessionId;
  agent: AgentId;
  /** Once the app has said that it took the prompt. */
  turnId?: TurnId;
  /** `maybe` when the answer to the withdrawal never came. */
  withdrawn: 'no' | 'maybe' | 'yes';
}

export interface Permission {
  sessionId: SessionId;
  requestId: string;
  optionIds: string[];
}

/** All that the app ever acknowledged or showed, kept where no fault of the app reaches it. */
export class Ledger {
  readonly prompts: Prompt[] = [];
  readonly sessions = new Set<SessionId>();
  readonly archived = new Set<SessionId>();
  /** Every event the window heard, in order, by session. */
  readonly shown = new Map<SessionId, AgentEvent[]>();
  readonly endedTurns = new Map<TurnId, string>();
  /** What the app said it made of interrupted turns. */
  readonly resolved = new Map<TurnId, Resolution>();
  /** What the app said it keeps of what is being written; undefined while an answer never came. */
  readonly drafts = new Map<SessionId, string | undefined>();
  /** Decisions the app said were made. */
  readonly decisions: { sessionId: SessionId; ordinal: number }[] = [];
  /** Comments the app said it keeps, with their texts. */
  readonly comments = new Map<CommentId, string>();
  /** Commits the app said it made on branches of sessions. */
  readonly commits: string[] = [];
  /** Where the app said the landing branch is; undefined before the first time, and while an answer never came. */
  landed: string | undefined;
  readonly problems: string[] = [];
  #permissions = new Map<string, Permission>();
  #last = { load: '', number: 0, seqs: new Map<SessionId, number>() };

  /** Takes a batch that a window heard; `load` names one load of the page. */
  hear(load: string, batch: EventBatch): void {
    if (load !== this.#last.load) this.#last = { load, number: batch.number - 1, seqs: new Map() };
    if (batch.number <= this.#last.number)
      this.problems.push(`batch ${batch.number} came after ${this.#last.number}`);
    this.#last.number = batch.number;
    for (const event of batch.events) {
      if (event.type === 'agent.said') for (const said of event.events) this.#said(said);
      if (event.type === 'turn.changed') this.sawTurn(event.turn);
    }
  }

  /** What a turn ended as is how it stays. */
  sawTurn({ id, state, endedAt }: Pick<Turn, 'id' | 'state' | 'endedAt'>): void {
    const before = this.endedTurns.get(id);
    const now = JSON.stringify({ state, endedAt });
    if (before !== undefined && before !== now)
      this.problems.push(`turn ${id} ended as ${before} and became ${now}`);
    if (state.status === 'ended') this.endedTurns.set(id, now);
  }

  /** Permissions asked for and not answered yet; a restart takes them all away. */
  get permissions(): Permission[] {
    return [...this.#permissions.values()];
  }

  forgetPermissions(): void {
    this.#permissions = new Map();
  }

  prompt(turnId: TurnId): Prompt | undefined {
    return this.prompts.find((prompt) => prompt.turnId === turnId);
  }

  #said(event: AgentEvent): void {
    const { sessionId, seq } = event;
    const before = this.#last.seqs.get(sessionId) ?? 0;
    if (seq <= before) this.problems.push(`${sessionId}: event ${seq} was heard after ${before}`);
    this.#last.seqs.set(sessionId, seq);
    const all = this.shown.get(sessionId) ?? [];
    all.push(event);
    this.shown.set(sessionId, all);
    if (event.kind === 'permission_request') {
      const optionIds = event.options.map(({ optionId }) => optionId);
      this.#permissions.set(event.requestId, { sessionId, requestId: event.requestId, optionIds });
    }
    if (event.kind === 'request_resolved') this.#permissions.delete(event.requestId);
  }
}
