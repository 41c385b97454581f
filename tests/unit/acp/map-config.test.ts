import { describe, expect, it } from 'vitest';
import { SessionConfig } from '../../../src/main/services/backends/acp/map-config';

const MODES = {
  currentModeId: 'ask',
  availableModes: [
    { id: 'ask', name: 'Ask' },
    { id: 'code', name: 'Code', description: 'Writes' },
  ],
};
const MODE_OPTION = {
  id: 'agent-mode',
  name: 'Mode',
  category: 'mode',
  type: 'select',
  currentValue: 'ask',
  options: [
    { value: 'ask', name: 'Ask' },
    { value: 'code', name: 'Code' },
  ],
};

describe('SessionConfig', () => {
  it('folds modes into one option, set by set_mode', () => {
    const config = new SessionConfig();
    expect(config.takeAnswer({ modes: MODES })).toBe(true);
    expect(config.options).toEqual([
      {
        id: 'mode',
        name: 'Mode',
        category: 'mode',
        type: 'select',
        value: 'ask',
        choices: [
          { value: 'ask', name: 'Ask' },
          { value: 'code', name: 'Code', description: 'Writes' },
        ],
      },
    ]);
    expect(config.routeOf('mode')).toBe('session/set_mode');
    expect(config.takeUpdate({ sessionUpdate: 'current_mode_update', currentModeId: 'code' })).toBe(true);
    expect(config.options[0]?.value).toBe('code');
    expect(config.takeMode('code')).toBe(false);
  });

  it('prefers config options and keeps their mode in step with mode updates', () => {
    const config = new SessionConfig();
    config.takeAnswer({ modes: MODES, configOptions: [MODE_OPTION] });
    expect(config.options.map(({ id }) => id)).toEqual(['agent-mode']);
    expect(config.routeOf('agent-mode')).toBe('session/set_config_option');
    expect(config.routeOf('mode')).toBeUndefined();
    config.takeUpdate({ sessionUpdate: 'current_mode_update', currentModeId: 'code' });
    expect(config.options[0]?.value).toBe('code');
  });

  it('maps groups, booleans and unknown categories, and leaves out what it cannot show', () => {
    const config = new SessionConfig();
    config.takeUpdate({
      sessionUpdate: 'config_option_update',
      configOptions: [
        {
          id: 'model',
          name: 'Model',
          category: 'flavour',
          type: 'select',
          currentValue: 'b',
          options: [{ group: 'g', name: 'Group', options: [{ value: 'b', name: 'B' }] }],
        },
        { id: 'fast', type: 'boolean', currentValue: false },
        { id: 'dial', type: 'dial', currentValue: 3 },
        { name: 'no id' },
      ],
    });
    expect(config.options).toEqual([
      {
        id: 'model',
        name: 'Model',
        category: 'other',
        type: 'select',
        value: 'b',
        choices: [{ value: 'b', name: 'B', group: 'Group' }],
      },
      { id: 'fast', name: 'fast', category: 'other', type: 'boolean', value: false },
    ]);
    expect(config.takeValue('fast', true)).toBe(true);
    expect(config.takeValue('fast', 'yes')).toBe(false);
  });

  it('says when an answer says nothing', () => {
    expect(new SessionConfig().takeAnswer({})).toBe(false);
    expect(new SessionConfig().takeAnswer(null)).toBe(false);
  });
});
