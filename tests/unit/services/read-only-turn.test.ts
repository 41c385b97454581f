import { describe, expect, it } from 'vitest';
import { inReadOnlyMode, readOnlyMode } from '../../../src/main/services/turns/read-only-turn';
import type { ConfigOption } from '../../../src/shared/domain/agent-event';

function modes(...choices: [value: string, name: string][]): ConfigOption[] {
  return [
    { id: 'model', name: 'Model', category: 'model', type: 'select', value: 'plan', choices: [] },
    {
      id: 'mode',
      name: 'Mode',
      category: 'mode',
      type: 'select',
      value: choices[0]?.[0] ?? '',
      choices: choices.map(([value, name]) => ({ value, name })),
    },
  ];
}

describe('the read-only mode of an agent', () => {
  it.each([
    ['plan', 'Plan Mode'],
    ['read-only', 'Read Only'],
    ['https://agentclientprotocol.com/protocol/session-modes#plan', 'Plan'],
  ])('is %s', (value, name) => {
    expect(readOnlyMode(modes(['default', 'Always Ask'], [value, name]))).toEqual({
      optionId: 'mode',
      value,
      name,
      current: 'default',
    });
  });

  it('is none that only asks before it edits, or merely talks of plans', () => {
    expect(readOnlyMode(modes(['ask', 'Ask'], ['acceptEdits', 'Accept edits'], ['planner', 'Planner']))).toBe(
      undefined,
    );
    expect(readOnlyMode([])).toBe(undefined);
  });
});

describe('a read-only turn', () => {
  function agent(options: ConfigOption[], refuses = false) {
    const said: string[] = [];
    const set: string[] = [];
    const deps = {
      agentName: 'Claude',
      options: () => options,
      setOption: async (id: string, value: string) => {
        if (refuses) throw new Error('no');
        set.push(value);
        options = options.map((option) =>
          option.id === id ? ({ ...option, value } as ConfigOption) : option,
        );
      },
      isAlive: () => true,
      say: ({ title }: { title: string }) => said.push(title),
    };
    return { deps, said, set, choose: deps.setOption };
  }

  it('is worked in the mode, and the mode before it comes back', async () => {
    const { deps, said, set } = agent(modes(['default', 'Default'], ['plan', 'Plan']));
    expect(await inReadOnlyMode(deps, async () => [...set])).toEqual(['plan']);
    expect(set).toEqual(['plan', 'default']);
    expect(said).toEqual([expect.stringContaining('works in its mode “Plan”')]);
  });

  it('leaves the mode alone that was chosen meanwhile', async () => {
    const { deps, set, choose } = agent(modes(['default', 'Default'], ['plan', 'Plan'], ['auto', 'Auto']));
    await inReadOnlyMode(deps, () => choose('mode', 'auto'));
    expect(set).toEqual(['plan', 'auto']);
  });

  it('says so where the agent has no such mode, or does not take it', async () => {
    const without = agent([]);
    await inReadOnlyMode(without.deps, async () => {});
    expect(without.said).toEqual([expect.stringContaining('has no such mode')]);
    const refusing = agent(modes(['default', 'Default'], ['plan', 'Plan']), true);
    await inReadOnlyMode(refusing.deps, async () => {});
    expect(refusing.said).toEqual([expect.stringContaining('did not take its mode “Plan”')]);
  });
});
