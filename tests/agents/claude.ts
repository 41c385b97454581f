import type { RealAgent } from './real-agent';

export const claude: RealAgent = {
  id: 'claude',
  command: 'claude-agent-acp',
  config: () => ({}),
  env: (origin) => ({
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_AUTH_TOKEN: 'none',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
  }),
  write: (file_path, content) => ({ tool: 'Write', input: { file_path, content } }),
  shell: (command) => ({ tool: 'Bash', input: { command, description: 'Run a command' } }),
};
