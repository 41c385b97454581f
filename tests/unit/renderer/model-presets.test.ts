import { describe, expect, it } from 'vitest';
import {
  isHttpUrl,
  modelPresets,
  presetOf,
} from '../../../src/renderer/features/settings/model/model-presets';

describe('model presets', () => {
  it('recognizes the preset settings were made from', () => {
    for (const { id, provider, baseUrl } of modelPresets) {
      expect(presetOf({ provider, baseUrl: `${baseUrl}/`, name: 'any' })).toBe(id);
    }
  });

  it('names what is no preset', () => {
    expect(presetOf({ provider: 'none', baseUrl: 'http://localhost:11434/v1', name: '' })).toBe('none');
    expect(presetOf({ provider: 'openai-compatible', baseUrl: 'http://box:9/v1', name: '' })).toBe('custom');
    expect(presetOf({ provider: 'anthropic', baseUrl: 'https://proxy.example', name: '' })).toBe('anthropic');
  });

  it('accepts only addresses an agent can call', () => {
    expect(['http://localhost:1', 'https://a.b/v1'].every(isHttpUrl)).toBe(true);
    expect(['localhost:11434', 'ftp://a', 'file:///etc', 'nonsense'].some(isHttpUrl)).toBe(false);
  });
});
