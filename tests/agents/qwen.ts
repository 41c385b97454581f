import type { RealAgent } from './real-agent';

export const qwen: RealAgent = {
  id: 'qwen',
  command: 'qwen',
  config: () => ({
    '.qwen/settings.json': {
      security: { auth: { selectedType: 'openai' } },
      general: { disableAutoUpdate: true, enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
    },
  }),
  env: (origin) => ({
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_MODEL: 'mock-model',
  }),
  write: (file_path, content) => ({ tool: 'write_file', input: { file_path, content } }),
  shell: (command) => ({
    tool: 'run_shell_command',
    input: { command, description: 'Run a command', is_background: false },
  }),
};
