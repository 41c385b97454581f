import { type ContentBlock, RequestError, type StopReason } from '@agentclientprotocol/sdk';
import type { ModelSettings } from './agent-config';
import { AgentError, TurnCancelledError } from './agent-error';
import type { ClientPort } from './client-port';
import { isSlashCommand } from './plain/parse-commands';
import { runPlainTurn } from './plain/run-plain-turn';
import { toPlainText, toUserMessage } from './prompt-content';
import type { AgentSession } from './session';
import { Turn } from './turn';
import { TurnOutput } from './turn-output';
import { Workspace } from './workspace';

export interface TurnRequest {
  session: AgentSession;
  client: ClientPort;
  prompt: ContentBlock[];
  /** Undefined answers with plain commands. */
  model?: ModelSettings;
  /** Aborts when the host goes away or withdraws the request. */
  requestSignal: AbortSignal;
}

/**
 * Runs one turn from prompt to stop reason and leaves nothing of it running. Cancelling resolves with
 * `cancelled`; other failures reject with a RequestError whose message is meant for the user.
 */
export async function runTurn(request: TurnRequest): Promise<StopReason> {
  const { session, client, prompt, requestSignal } = request;
  const signal = AbortSignal.any([session.startTurn().signal, requestSignal]);
  const sinks = {
    show: (update: Parameters<ClientPort['update']>[0]) => client.update(update),
    record: (update: Parameters<ClientPort['update']>[0]) => session.recordUpdate(update),
  };
  const output = new TurnOutput(sinks, signal);
  const turn = new Turn(session, client, new Workspace(session.cwd, client), output, signal);
  let stopReason: StopReason | 'error' = 'error';
  try {
    await openTurn(turn, prompt);
    stopReason = await answer(turn, request);
    return stopReason;
  } catch (error) {
    await turn.failOpenCalls(signal.aborted ? new TurnCancelledError() : error);
    if (signal.aborted) {
      stopReason = 'cancelled';
      return stopReason;
    }
    throw error instanceof AgentError ? new RequestError(-32603, error.message) : error;
  } finally {
    output.flush();
    session.endTurn(stopReason);
  }
}

async function openTurn(turn: Turn, prompt: ContentBlock[]): Promise<void> {
  const { session } = turn;
  const messageId = turn.output.newMessageId();
  for (const content of prompt) {
    session.recordUpdate({ sessionUpdate: 'user_message_chunk', messageId, content });
  }
  const title = session.titleFrom(toPlainText(prompt, session.cwd));
  if (title) {
    const updatedAt = new Date().toISOString();
    await turn.client.update({ sessionUpdate: 'session_info_update', title, updatedAt });
  }
}

async function answer(turn: Turn, { prompt, model }: TurnRequest): Promise<StopReason> {
  const { session, output } = turn;
  const text = toPlainText(prompt, session.cwd);
  if (model && !isSlashCommand(text)) {
    // Loaded on first use: most of this program's size is the model library.
    const { runModelTurn } = await import('./model/run-model-turn');
    const settings = { ...model, name: session.model ?? model.name };
    return runModelTurn(turn, settings, toUserMessage(prompt, session.cwd));
  }
  session.addMessages([{ role: 'user', content: text.trim() }]);
  try {
    return await runPlainTurn(turn, text);
  } finally {
    // Kept also when it was cancelled, so that a model given to this session later knows what happened.
    output.flush();
    session.addMessages([{ role: 'assistant', content: output.spoken || '(no answer)' }]);
  }
}
