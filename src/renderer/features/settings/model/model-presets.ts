import type { Settings } from '../../../../shared/domain/settings';

type Provider = Settings['model']['provider'];

export interface ModelPreset {
  id: string;
  label: string;
  provider: Provider;
  /** The address the server listens on when nothing else was configured; from its own documentation. */
  baseUrl: string;
  /** A name to show the form of model names; empty where it depends on what the user loaded. */
  exampleModel: string;
}

/** Endpoints people use, so that only the model's name has to be typed. */
export const modelPresets: readonly ModelPreset[] = [
  {
    id: 'ollama',
    label: 'Ollama',
    provider: 'openai-compatible',
    baseUrl: 'http://localhost:11434/v1',
    exampleModel: 'qwen3-coder',
  },
  {
    id: 'lm-studio',
    label: 'LM Studio',
    provider: 'openai-compatible',
    baseUrl: 'http://localhost:1234/v1',
    exampleModel: 'qwen3-coder-30b',
  },
  {
    id: 'llama-cpp',
    label: 'llama.cpp server',
    provider: 'openai-compatible',
    baseUrl: 'http://localhost:8080/v1',
    exampleModel: 'default',
  },
  {
    id: 'vllm',
    label: 'vLLM',
    provider: 'openai-compatible',
    baseUrl: 'http://localhost:8000/v1',
    exampleModel: 'Qwen/Qwen3-Coder-30B-A3B-Instruct',
  },
  {
    id: 'openai',
    label: 'OpenAI',
    provider: 'openai-compatible',
    baseUrl: 'https://api.openai.com/v1',
    exampleModel: 'gpt-5.1',
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    provider: 'anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    exampleModel: 'claude-sonnet-4-5',
  },
];

export type PresetId = 'none' | 'custom' | (string & {});

/** The preset that model settings were made from. */
export function presetOf(model: Settings['model']): PresetId {
  if (model.provider === 'none') return 'none';
  const preset = modelPresets.find(
    ({ provider, baseUrl }) => provider === model.provider && baseUrl === model.baseUrl.replace(/\/+$/, ''),
  );
  return preset?.id ?? (model.provider === 'anthropic' ? 'anthropic' : 'custom');
}

/** True for an address the built-in agent can call. */
export function isHttpUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
