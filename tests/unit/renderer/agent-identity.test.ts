import { describe, expect, it } from 'vitest';
import { AGENT_HUES, agentHue, agentInitials } from '../../../src/renderer/lib/agent-identity';

describe('agent identity', () => {
  it('gives every id a hue that exists, always the same', () => {
    for (const id of ['claude', 'my-agent', 'x', 'a.b_c']) {
      expect(agentHue(id)).toBe(agentHue(id));
      expect(agentHue(id)).toBeGreaterThanOrEqual(1);
      expect(agentHue(id)).toBeLessThanOrEqual(AGENT_HUES);
    }
  });

  it('tells well-known agents apart', () => {
    const hues = ['builtin', 'claude', 'codex', 'gemini', 'opencode', 'copilot', 'qwen'].map(agentHue);
    expect(new Set(hues).size).toBe(hues.length);
  });

  it.each([
    ['Claude Code', 'CC'],
    ['OpenCode', 'OC'],
    ['GitHub Copilot', 'GC'],
    ['Codex', 'Co'],
    ['q', 'Q'],
    ['日本 語', '日語'],
    ['  ', '?'],
  ])('abbreviates %s to %s', (name, initials) => {
    expect(agentInitials(name)).toBe(initials);
  });
});
