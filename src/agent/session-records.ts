import type { SessionUpdate, StopReason } from '@agentclientprotocol/sdk';
import type { ModelMessage } from 'ai';
import type { ModeId } from './modes';
import type { Command } from './plain/command';

/** One line of a session's history file. Lines are only ever appended. */
export type SessionRecord =
  | { type: 'session'; id: string; cwd: string; createdAt: string }
  | { type: 'title'; title: string }
  | { type: 'settings'; mode?: ModeId; model?: string }
  | { type: 'allowed'; key: string }
  | { type: 'turn_started'; turn: number; at: string }
  | { type: 'turn_ended'; turn: number; at: string; stopReason: StopReason | 'error' | 'interrupted' }
  /** Something the host was shown, to be shown again on load. */
  | { type: 'update'; update: SessionUpdate }
  /** The plain commands there are to do; each that was done to its end says so, as their texts may be long. */
  | { type: 'left'; commands: readonly Command[] }
  | { type: 'command_done' }
  /** One message of the model's own conversation. */
  | { type: 'message'; message: ModelMessage };

/** What the records of a session add up to. */
export interface SessionState {
  id: string;
  cwd: string;
  title?: string;
  updatedAt?: string;
  mode?: ModeId;
  model?: string;
  allowed: Set<string>;
  turns: number;
  /** The turn that was running when the agent last died. */
  openTurn?: number;
  updates: SessionUpdate[];
  /** Plain commands that were interrupted, the one under way included. */
  left: readonly Command[];
  messages: ModelMessage[];
}

/** Folds a history into a state. Undefined when the records do not begin with a session. */
export function foldRecords(records: readonly SessionRecord[]): SessionState | undefined {
  const first = records[0];
  if (first?.type !== 'session') return undefined;
  const { id, cwd, createdAt } = first;
  const state: SessionState = {
    id,
    cwd,
    updatedAt: createdAt,
    allowed: new Set(),
    turns: 0,
    updates: [],
    left: [],
    messages: [],
  };
  for (const record of records) applyRecord(state, record);
  return state;
}

function applyRecord(state: SessionState, record: SessionRecord): void {
  switch (record.type) {
    case 'session':
      return;
    case 'title':
      state.title = record.title;
      return;
    case 'settings':
      if (record.mode) state.mode = record.mode;
      if (record.model) state.model = record.model;
      return;
    case 'allowed':
      state.allowed.add(record.key);
      return;
    case 'turn_started':
      state.turns = record.turn;
      state.openTurn = record.turn;
      state.updatedAt = record.at;
      return;
    case 'turn_ended':
      delete state.openTurn;
      state.updatedAt = record.at;
      return;
    case 'update':
      addUpdate(state.updates, record.update);
      return;
    case 'left':
      state.left = record.commands;
      return;
    case 'command_done':
      state.left = state.left.slice(1);
      return;
    case 'message':
      state.messages.push(record.message);
  }
}

/** Text recorded in pieces is put together again, so a replay is one chunk per message. */
function addUpdate(updates: SessionUpdate[], update: SessionUpdate): void {
  const last = updates.at(-1);
  if (isText(update) && isText(last) && last.sessionUpdate === update.sessionUpdate) {
    if (last.messageId && last.messageId === update.messageId) {
      const text = last.content.text + update.content.text;
      updates[updates.length - 1] = { ...last, content: { type: 'text', text } };
      return;
    }
  }
  updates.push(update);
}

type TextUpdate = Extract<SessionUpdate, { sessionUpdate: 'agent_message_chunk' | 'agent_thought_chunk' }> & {
  content: { type: 'text'; text: string };
};

/** Whether an update is a chunk of the agent's text or thought. */
export function isText(update: SessionUpdate | undefined): update is TextUpdate {
  const kind = update?.sessionUpdate;
  return (
    (kind === 'agent_message_chunk' || kind === 'agent_thought_chunk') &&
    (update as TextUpdate).content.type === 'text'
  );
}
