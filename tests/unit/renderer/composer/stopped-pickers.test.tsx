import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { StoppedPickers } from '../../../../src/renderer/features/composer/views/option-pickers';
import type { ConfigOption } from '../../../../src/shared/domain/agent-event';

const mode: ConfigOption = {
  ...{ id: 'm', name: 'Mode', category: 'mode', type: 'select', value: 'plan' },
  choices: [
    { value: 'ask', name: 'Ask' },
    { value: 'plan', name: 'Only plan' },
  ],
};
const shown = (options: ConfigOption[] | null) =>
  renderToStaticMarkup(<StoppedPickers options={options} onStart={() => {}} />);

it('a restored session says in which mode its agent was, before the agent runs', () => {
  expect(shown([mode])).toMatch(/aria-label="Mode: Only plan".*>Only plan</);
});

it('says that there is a mode to set where none is known yet', () => {
  expect(shown(null)).toMatch(/aria-label="Mode".*>Mode</);
});

it('an agent that has nothing to set has no button for it when it is not running either', () => {
  expect(shown([])).toBe('');
});

it('says the model of an agent without modes', () => {
  const model: ConfigOption = { ...mode, id: 'o', name: 'Model', category: 'model' };
  expect(shown([model])).toContain('aria-label="Model: Only plan"');
});
