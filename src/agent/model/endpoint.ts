import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { extractReasoningMiddleware, type LanguageModel, wrapLanguageModel } from 'ai';
import type { ModelSettings } from '../agent-config';
import { createTimedFetch } from './timed-fetch';

// The library prints its warnings to the console otherwise; stdout is the protocol's.
(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;

/** A model at the user's endpoint. `name` overrides the configured one. */
export function createModel(settings: ModelSettings, name = settings.name): LanguageModel {
  const fetch = createTimedFetch(settings.idleTimeoutMs);
  if (settings.provider === 'anthropic') {
    // Without a key the library would look for one in the environment and refuse to start; a proxy needs none.
    const apiKey = settings.apiKey ?? 'none';
    return createAnthropic({ baseURL: settings.baseUrl, apiKey, fetch })(name);
  }
  const provider = createOpenAICompatible({
    name: 'endpoint',
    baseURL: settings.baseUrl,
    includeUsage: true,
    fetch,
    ...(settings.apiKey ? { apiKey: settings.apiKey } : {}),
  });
  // Many local models put their reasoning into the text as <think>…</think>.
  return wrapLanguageModel({
    model: provider(name),
    middleware: extractReasoningMiddleware({ tagName: 'think' }),
  });
}

/** The headers that authenticate a plain request to the endpoint. */
export function authHeaders(settings: ModelSettings): Record<string, string> {
  if (settings.provider === 'anthropic') {
    return {
      'anthropic-version': '2023-06-01',
      ...(settings.apiKey ? { 'x-api-key': settings.apiKey } : {}),
    };
  }
  return settings.apiKey ? { authorization: `Bearer ${settings.apiKey}` } : {};
}
