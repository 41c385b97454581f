import type { RealAgent } from './real-agent';

export const codex: RealAgent = {
  id: 'codex',
  command: 'codex-acp',
  config: (origin) => ({
    '.codex/config.toml': [
      'model = "gpt-5.5"',
      'model_provider = "mock"',
      '[model_providers.mock]',
      'name = "mock"',
      `base_url = "${origin}/v1"`,
      'wire_api = "responses"',
      'env_key = "MOCK_API_KEY"',
      '[features]',
      'plugins = false',
      'apps = false',
      '',
    ].join('\n'),
  }),
  env: () => ({ MOCK_API_KEY: 'none', MODEL_PROVIDER: 'mock', INITIAL_AGENT_MODE: 'read-only' }),
  write: (path, content) => ({
    tool: 'apply_patch',
    freeform: true,
    input: `*** Begin Patch\n*** Add File: ${path}\n+${content.trimEnd()}\n*** End Patch\n`,
  }),
  shell: (command, tools) =>
    tools.includes('exec_command')
      ? { tool: 'exec_command', input: { cmd: command, yield_time_ms: 30_000 } }
      : { tool: 'shell_command', input: { command, timeout_ms: 120_000 } },
};
