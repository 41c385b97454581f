import { RequestError, type StopReason } from '@agentclientprotocol/sdk';
import type { FinishReason, UserModelMessage } from 'ai';
import type { ModelSettings } from '../agent-config';
import { TurnCancelledError } from '../agent-error';
import type { Turn } from '../turn';
import { pause } from '../turn-output';
import { createEditTools, createRunTool } from './change-tools';
import { createModel } from './endpoint';
import { describeModelError, type ModelFailure } from './model-error';
import { createReadTools } from './read-tools';
import { StepError, type StepRequest, type StepResult, type StepUsage, streamStep } from './stream-step';
import { buildSystemPrompt } from './system-prompt';
import { ToolRunner } from './tool-runner';

/** Requests to the model in one turn before it is stopped with `max_turn_requests`. */
export const MAX_STEPS = 50;
const MAX_RETRIES = 3;
const FIRST_RETRY_MS = 1000;
const CUT_OFF = '[This reply was cut off before its end.]';

/**
 * Answers one prompt with the model: asks, runs the tools it calls, and asks again until it is done.
 * Throws RequestError with a sentence for the user when the endpoint fails, TurnCancelledError on cancel.
 */
export async function runModelTurn(
  turn: Turn,
  settings: ModelSettings,
  prompt: UserModelMessage,
): Promise<StopReason> {
  const { session } = turn;
  session.addMessages([prompt]);
  const system = await buildSystemPrompt(turn.workspace, session.mode);
  const model = createModel(settings);
  const thinkingTokens = settings.provider === 'anthropic' ? settings.thinkingTokens : 0;

  for (let step = 1; step <= MAX_STEPS; step++) {
    const runner = new ToolRunner(turn, step);
    const tools = createTools(turn, runner);
    const request = { model, system, messages: [...session.messages], tools, thinkingTokens };
    const result = await stepWithRetries(turn, settings, request, runner);
    turn.output.flush();
    session.addMessages(result.messages);
    if (result.usage) await showUsage(turn, settings, result.usage);
    if (result.finishReason !== 'tool-calls') return toStopReason(result.finishReason);
  }
  return 'max_turn_requests';
}

function createTools(turn: Turn, runner: ToolRunner) {
  const readTools = createReadTools(turn, runner);
  if (turn.session.mode === 'plan') return readTools;
  return { ...readTools, ...createEditTools(turn, runner), ...createRunTool(turn, runner) };
}

async function stepWithRetries(
  turn: Turn,
  settings: ModelSettings,
  request: StepRequest,
  runner: ToolRunner,
): Promise<StepResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await streamStep(turn, request, runner);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      if (turn.signal.aborted) {
        keepPartial(turn, error.partialText);
        throw new TurnCancelledError();
      }
      const failure = describeModelError(error.cause, settings);
      // Once something was shown, asking again would show it twice.
      if (!failure.isRetryable || error.hasShown || attempt > MAX_RETRIES) {
        keepPartial(turn, error.partialText);
        throw toRequestError(failure);
      }
      const waitMs = failure.retryAfterMs ?? FIRST_RETRY_MS * 2 ** (attempt - 1);
      await showRetry(turn, failure, attempt, waitMs);
      await pause(waitMs, turn.signal);
    }
  }
}

/** What the model had said stays in its memory, so that "continue" can work. */
function keepPartial(turn: Turn, text: string): void {
  turn.output.flush();
  const content = text === '' ? CUT_OFF : `${text}\n\n${CUT_OFF}`;
  turn.session.addMessages([{ role: 'assistant', content }]);
}

async function showRetry(turn: Turn, failure: ModelFailure, attempt: number, waitMs: number): Promise<void> {
  const seconds = Math.ceil(waitMs / 1000);
  const title = `Asking the model again in ${seconds} s (${attempt} of ${MAX_RETRIES}).`;
  if (turn.client.showsNotices) {
    const notice = { severity: 'warning', title, description: failure.message } as const;
    await turn.output.update({ sessionUpdate: 'notice', ...notice }, { transient: true });
  } else {
    await turn.output.chunk(
      'agent_thought_chunk',
      `${failure.message} ${title}\n`,
      turn.output.newMessageId(),
    );
  }
}

/** A size of 0 means that the model's size is not known. */
async function showUsage(turn: Turn, settings: ModelSettings, usage: StepUsage): Promise<void> {
  const used = usage.inputTokens + usage.outputTokens;
  await turn.output.update({
    sessionUpdate: 'usage_update',
    used,
    size: settings.contextSize,
    _meta: { tokens: usage },
  });
}

function toRequestError({ message, kind, status }: ModelFailure): RequestError {
  return new RequestError(kind === 'auth' ? -32000 : -32603, message, { kind, status });
}

function toStopReason(reason: FinishReason): StopReason {
  if (reason === 'length') return 'max_tokens';
  if (reason === 'content-filter') return 'refusal';
  return 'end_turn';
}
