import { z } from 'zod';
import { errorText } from './agent-error';

/** How to reach the model the user configured in Settings. */
export interface ModelSettings {
  provider: 'openai-compatible' | 'anthropic';
  /** Always ends in a version path such as `/v1`, without a trailing slash. */
  baseUrl: string;
  name: string;
  apiKey?: string;
  /** Tokens the model can hold; 0 when unknown. */
  contextSize: number;
  /** Tokens of extended thinking to ask an Anthropic model for; 0 asks for none. */
  thinkingTokens: number;
  /** Milliseconds without a byte from the endpoint before a request is given up. */
  idleTimeoutMs: number;
}

export interface AgentConfig {
  /** Folder for session histories; undefined keeps them in memory only. */
  stateDir?: string;
  model?: ModelSettings;
  /** Why the model settings cannot be used, as a sentence; prompts answer with it. */
  modelProblem?: string;
}

const DEFAULT_BASE_URL = { anthropic: 'https://api.anthropic.com/v1', 'openai-compatible': undefined };

const positiveInt = (fallback: number) => z.coerce.number().int().nonnegative().catch(fallback);

const modelSchema = z.object({
  provider: z.enum(['openai-compatible', 'anthropic'], {
    error: 'the provider must be "openai-compatible" or "anthropic"',
  }),
  baseUrl: z.string().optional(),
  name: z.string({ error: 'the model name is missing' }).min(1, 'the model name is missing'),
  apiKey: z.string().optional(),
  contextSize: positiveInt(0),
  thinkingTokens: positiveInt(0),
  idleTimeoutMs: positiveInt(300_000),
});

/**
 * Reads the agent's settings from its environment (`COPPICE_AGENT_STATE`, `COPPICE_MODEL_*`).
 * Never throws: unusable model settings become `modelProblem`.
 */
export function readAgentConfig(env: NodeJS.ProcessEnv): AgentConfig {
  const config: AgentConfig = {};
  if (env.COPPICE_AGENT_STATE) config.stateDir = env.COPPICE_AGENT_STATE;
  if (!env.COPPICE_MODEL_PROVIDER && !env.COPPICE_MODEL_NAME && !env.COPPICE_MODEL_BASE_URL) return config;

  const parsed = modelSchema.safeParse({
    provider: env.COPPICE_MODEL_PROVIDER || 'openai-compatible',
    baseUrl: env.COPPICE_MODEL_BASE_URL || undefined,
    name: env.COPPICE_MODEL_NAME || undefined,
    apiKey: env.COPPICE_MODEL_API_KEY || undefined,
    contextSize: env.COPPICE_MODEL_CONTEXT_SIZE ?? 0,
    thinkingTokens: env.COPPICE_MODEL_THINKING_TOKENS ?? 0,
    idleTimeoutMs: env.COPPICE_MODEL_TIMEOUT_MS ?? 300_000,
  });
  if (!parsed.success) {
    config.modelProblem = modelProblem(parsed.error.issues.map((issue) => issue.message).join('; '));
    return config;
  }
  try {
    const { baseUrl, apiKey, ...rest } = parsed.data;
    const url = normalizeBaseUrl(baseUrl ?? DEFAULT_BASE_URL[rest.provider]);
    config.model = { ...rest, baseUrl: url, ...(apiKey ? { apiKey } : {}) };
  } catch (error) {
    config.modelProblem = modelProblem(errorText(error));
  }
  return config;
}

/** Accepts `http://localhost:11434` as well as `http://localhost:11434/v1/`; a bare host gets `/v1`. */
export function normalizeBaseUrl(text: string | undefined): string {
  if (!text) throw new Error('the base URL is missing');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`"${text}" is not a URL such as http://localhost:11434/v1`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`"${text}" must start with http:// or https://`);
  }
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/v1';
  return url.href.replace(/\/+$/, '');
}

function modelProblem(detail: string): string {
  return `The model settings cannot be used: ${detail}. Correct them in Settings, under Model.`;
}
