import { describe, expect, it } from 'vitest';
import { readAgentConfig } from '../../../src/agent/agent-config';
import { decide } from '../../../src/agent/modes';
import { commandEnvironment } from '../../../src/agent/run-command';
import { alwaysScope } from '../../../src/agent/shell-call';

describe('readAgentConfig', () => {
  it('has no model without settings', () => {
    expect(readAgentConfig({ COPPICE_AGENT_STATE: '/s' })).toEqual({ stateDir: '/s' });
  });

  it.each([
    ['openai-compatible', 'http://localhost:11434', 'http://localhost:11434/v1'],
    ['openai-compatible', 'https://host/api/v1/', 'https://host/api/v1'],
    ['anthropic', '', 'https://api.anthropic.com/v1'],
  ])('completes the base URL of %s %j', (provider, baseUrl, expected) => {
    const env = {
      COPPICE_MODEL_PROVIDER: provider,
      COPPICE_MODEL_BASE_URL: baseUrl,
      COPPICE_MODEL_NAME: 'm',
    };
    expect(readAgentConfig(env).model?.baseUrl).toBe(expected);
  });

  it.each([
    [{ COPPICE_MODEL_PROVIDER: 'openai-compatible', COPPICE_MODEL_NAME: 'm' }, 'base URL is missing'],
    [{ COPPICE_MODEL_PROVIDER: 'anthropic' }, 'model name is missing'],
    [{ COPPICE_MODEL_PROVIDER: 'other', COPPICE_MODEL_NAME: 'm' }, 'provider must be'],
    [{ COPPICE_MODEL_BASE_URL: 'file:///x', COPPICE_MODEL_NAME: 'm' }, 'must start with http'],
  ])('says what is wrong with %j', (env, sentence) => {
    const { model, modelProblem } = readAgentConfig(env);
    expect(model).toBeUndefined();
    expect(modelProblem).toContain(sentence);
  });
});

describe('what may happen without asking', () => {
  it('follows the mode', () => {
    const actions = ['read', 'edit', 'delete', 'execute'] as const;
    expect(actions.map((action) => decide('ask', action))).toEqual(['allow', 'allow', 'ask', 'ask']);
    expect(actions.map((action) => decide('auto', action))).toEqual(Array(4).fill('allow'));
    expect(actions.map((action) => decide('plan', action))).toEqual(['allow', ...Array(3).fill('refuse')]);
  });

  it('remembers a first word only for one plain command', () => {
    expect(alwaysScope('npm test').key).toBe('run npm');
    for (const command of [
      'npm test; rm x',
      'npm $(x)',
      'npm x | y',
      'sudo npm',
      'bash x',
      'A=1 npm',
      'npm "x"',
    ]) {
      expect(alwaysScope(command).key).toBe(`run:${command}`);
    }
  });

  it('keeps the agent’s own settings from commands', () => {
    const env = { PATH: '/bin', COPPICE_MODEL_API_KEY: 'k', ELECTRON_RUN_AS_NODE: '1', COPPICE_OWNER: 'o' };
    expect(commandEnvironment(env)).toEqual({ PATH: '/bin', COPPICE_OWNER: 'o' });
  });
});
