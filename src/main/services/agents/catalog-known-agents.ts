/** An agent Coppice knows how to find and start, without any set-up by the user. */
export interface KnownAgent {
  id: string;
  name: string;
  /** Programs to look for, best first, each with the arguments that make it speak ACP. */
  candidates: { command: string; args: string[] }[];
  /** Variables to set besides the user's own. */
  env: Record<string, string>;
  /** A command the user can run to install it. */
  install: string;
  docsUrl: string;
}

const npmInstall = (packages: string) => `npm install -g ${packages}`;

/**
 * Agents that were driven over ACP by their own programs, or whose makers list them in the protocol's registry.
 * Programs are started directly rather than through npx, which would stay between us and the agent's group.
 */
export const KNOWN_AGENTS: readonly KnownAgent[] = [
  {
    id: 'claude',
    name: 'Claude Code',
    candidates: [{ command: 'claude-agent-acp', args: [] }],
    env: {},
    install: npmInstall('@agentclientprotocol/claude-agent-acp'),
    docsUrl: 'https://github.com/agentclientprotocol/claude-agent-acp',
  },
  {
    id: 'codex',
    name: 'Codex',
    candidates: [{ command: 'codex-acp', args: [] }],
    // Without it a login attempt would open a browser on its own.
    env: { NO_BROWSER: '1' },
    install: npmInstall('@agentclientprotocol/codex-acp'),
    docsUrl: 'https://github.com/agentclientprotocol/codex-acp',
  },
  {
    id: 'gemini',
    name: 'Gemini',
    candidates: [{ command: 'gemini', args: ['--acp'] }],
    env: {},
    install: npmInstall('@google/gemini-cli'),
    docsUrl: 'https://github.com/google-gemini/gemini-cli',
  },
  {
    id: 'opencode',
    name: 'OpenCode',
    candidates: [{ command: 'opencode', args: ['acp'] }],
    env: {},
    install: npmInstall('opencode-ai'),
    docsUrl: 'https://opencode.ai/docs',
  },
  {
    id: 'copilot',
    name: 'GitHub Copilot',
    candidates: [{ command: 'copilot', args: ['--acp', '--no-auto-update'] }],
    env: {},
    install: npmInstall('@github/copilot'),
    docsUrl: 'https://docs.github.com/copilot/concepts/agents/about-copilot-cli',
  },
  {
    id: 'qwen',
    name: 'Qwen Code',
    // Its own default lets everything through without asking.
    candidates: [{ command: 'qwen', args: ['--acp', '--approval-mode', 'default'] }],
    env: {},
    install: npmInstall('@qwen-code/qwen-code'),
    docsUrl: 'https://github.com/QwenLM/qwen-code',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    candidates: [{ command: 'cursor-agent', args: ['acp'] }],
    env: {},
    install: 'curl https://cursor.com/install -fsS | bash',
    docsUrl: 'https://cursor.com/docs/cli',
  },
  {
    id: 'goose',
    name: 'goose',
    candidates: [{ command: 'goose', args: ['acp'] }],
    env: {},
    install: 'brew install block-goose-cli',
    docsUrl: 'https://block.github.io/goose',
  },
  {
    id: 'cline',
    name: 'Cline',
    candidates: [{ command: 'cline', args: ['--acp', '--auto-approve', 'false'] }],
    env: {},
    install: npmInstall('cline'),
    docsUrl: 'https://docs.cline.bot',
  },
  {
    id: 'pi',
    name: 'pi',
    candidates: [{ command: 'pi-acp', args: [] }],
    env: {},
    install: npmInstall('pi-acp @earendil-works/pi-coding-agent'),
    docsUrl: 'https://www.npmjs.com/package/pi-acp',
  },
];
