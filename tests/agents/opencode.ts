import type { RealAgent } from './real-agent';

export const opencode: RealAgent = {
  id: 'opencode',
  command: 'opencode',
  config: (origin) => ({
    '.config/opencode/opencode.json': {
      provider: {
        mock: {
          npm: '@ai-sdk/openai-compatible',
          name: 'mock',
          options: { baseURL: `${origin}/v1`, apiKey: 'none' },
          models: { 'mock-model': { name: 'mock-model' } },
        },
      },
      model: 'mock/mock-model',
      small_model: 'mock/mock-model',
      permission: { edit: 'ask', bash: 'ask' },
    },
  }),
  env: () => ({
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    npm_config_offline: 'true',
  }),
  write: (filePath, content) => ({ tool: 'write', input: { filePath, content } }),
  shell: (command) => ({ tool: 'bash', input: { command, description: 'Run a command' } }),
};
