import {
  type FinishReason,
  type LanguageModel,
  type ModelMessage,
  stepCountIs,
  streamText,
  type ToolSet,
} from 'ai';
import { throwIfCancelled } from '../agent-error';
import type { Turn } from '../turn';
import type { ToolRunner } from './tool-runner';

export interface StepRequest {
  model: LanguageModel;
  system: string;
  messages: ModelMessage[];
  tools: ToolSet;
  /** Tokens of extended thinking to ask for; 0 for none. */
  thinkingTokens: number;
}

export interface StepUsage {
  inputTokens: number;
  outputTokens: number;
}

export interface StepResult {
  messages: ModelMessage[];
  finishReason: FinishReason;
  usage?: StepUsage;
}

/** A request to the model that did not come to its end. */
export class StepError extends Error {
  override readonly name = 'StepError';
  constructor(
    override readonly cause: unknown,
    /** Message text that was shown before it broke off. */
    readonly partialText: string,
    /** Whether anything at all was shown, so that asking again would repeat it. */
    readonly hasShown: boolean,
  ) {
    super('The request to the model failed.');
  }
}

/** Makes one request to the model, shows its answer as it streams, and runs the tools it calls. */
export async function streamStep(turn: Turn, request: StepRequest, runner: ToolRunner): Promise<StepResult> {
  const progress = { partialText: '', hasShown: false };
  try {
    return await consume(turn, request, runner, progress);
  } catch (error) {
    await runner.settled();
    throw new StepError(error, progress.partialText, progress.hasShown);
  }
}

async function consume(
  turn: Turn,
  { model, system, messages, tools, thinkingTokens }: StepRequest,
  runner: ToolRunner,
  progress: { partialText: string; hasShown: boolean },
): Promise<StepResult> {
  const thinking = { type: 'enabled', budgetTokens: thinkingTokens } as const;
  const result = streamText({
    model,
    system,
    messages,
    tools,
    abortSignal: turn.signal,
    // Retries are made by the caller, where the user can see them.
    maxRetries: 0,
    stopWhen: stepCountIs(1),
    // Errors arrive as stream parts; the default handler would print them as well.
    onError: () => undefined,
    ...(thinkingTokens > 0 ? { providerOptions: { anthropic: { thinking } } } : {}),
  });
  const messageIds = new Map<string, string>();
  const idOf = (partId: string) => {
    const id = messageIds.get(partId) ?? turn.output.newMessageId();
    messageIds.set(partId, id);
    return id;
  };
  let usage: StepUsage | undefined;

  for await (const part of result.fullStream) {
    throwIfCancelled(turn.signal);
    switch (part.type) {
      case 'text-delta':
        progress.partialText += part.text;
        progress.hasShown = true;
        await turn.output.chunk('agent_message_chunk', part.text, idOf(`text ${part.id}`));
        break;
      case 'reasoning-delta':
        if (part.text === '') break;
        progress.hasShown = true;
        await turn.output.chunk('agent_thought_chunk', part.text, idOf(`reasoning ${part.id}`));
        break;
      case 'tool-input-start':
        progress.hasShown = true;
        await runner.announce(part.id, part.toolName);
        break;
      case 'tool-error':
        await runner.fail(part.toolCallId, part.toolName, part.error);
        break;
      case 'finish-step':
        usage = toUsage(part.usage);
        break;
      case 'error':
        throw part.error;
    }
  }
  throwIfCancelled(turn.signal);
  const [response, finishReason] = await Promise.all([result.response, result.finishReason]);
  if (!progress.hasShown && finishReason === 'other')
    throw new TypeError('The stream ended before it began.');
  return { messages: response.messages, finishReason, ...(usage ? { usage } : {}) };
}

function toUsage(usage: { inputTokens?: number | undefined; outputTokens?: number | undefined }) {
  const { inputTokens = 0, outputTokens = 0 } = usage;
  return inputTokens + outputTokens > 0 ? { inputTokens, outputTokens } : undefined;
}
