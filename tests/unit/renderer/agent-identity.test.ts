import { describe, expect, it } from 'vitest';
import {
  AGENT_HUES,
  agentHue,
  agentInitials,
  distinctInitials,
} from '../../../src/renderer/lib/agent-identity';
import type { AgentId } from '../../../src/shared/domain/ids';

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

  it('tells agents apart whose names begin alike', () => {
    const names = ['Claude Code', 'Cursor Chat', 'Codex', 'Cody', 'Code', 'Co', 'Built-in agent', 'Bison'];
    const initials = distinctInitials(names.map((name, index) => ({ id: `a${index}` as AgentId, name })));
    expect([...initials.values()]).toEqual(['CC', 'Cu', 'Co', 'Cd', 'Ce', 'C2', 'BI', 'Bs']);
  });
});
