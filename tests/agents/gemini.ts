import type { RealAgent } from './real-agent';

export const gemini: RealAgent = {
  id: 'gemini',
  command: 'gemini',
  config: () => ({
    '.gemini/settings.json': {
      security: { auth: { selectedType: 'gemini-api-key' } },
      model: { name: 'gemini-2.5-pro' },
      general: { disableAutoUpdate: true, enableAutoUpdate: false, disableUpdateNag: true },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
    },
  }),
  env: (origin) => ({
    GEMINI_API_KEY: 'none',
    GOOGLE_GEMINI_BASE_URL: origin,
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  }),
  write: (file_path, content) => ({ tool: 'write_file', input: { file_path, content } }),
  shell: (command) => ({ tool: 'run_shell_command', input: { command, description: 'Run a command' } }),
};
