import type { ConfigChoice, ConfigOption } from '../../../../shared/domain/agent-event';
import { compact, type Json, listOf, oneOf, recordOf, stringOf } from './json';

/** The id under which an agent's modes appear when it has no config options. */
export const MODE_OPTION_ID = 'mode';

const CATEGORIES = ['mode', 'model', 'model_config', 'thought_level', 'other'] as const;

/** Which request changes an option. */
export type OptionRoute = 'session/set_config_option' | 'session/set_mode';

/**
 * The settings of one agent session. Config options win where an agent also has modes, as the protocol asks;
 * modes alone are folded into one option of category `mode`.
 */
export class SessionConfig {
  #options: ConfigOption[] = [];
  #modes: ConfigOption | undefined;

  get options(): ConfigOption[] {
    if (this.#options.length > 0) return this.#options;
    return this.#modes ? [this.#modes] : [];
  }

  /** Takes over what an answer (session/new, load, resume, set_config_option) says; true when it said something. */
  takeAnswer(answer: unknown): boolean {
    const { configOptions, modes } = recordOf(answer);
    const hasOptions = Array.isArray(configOptions);
    if (hasOptions) this.#options = configOptions.flatMap(mapOption);
    const mapped = mapModes(recordOf(modes));
    if (mapped) this.#modes = mapped;
    return hasOptions || mapped !== undefined;
  }

  /** Takes over a mode or config update; true when the settings may have changed. */
  takeUpdate(update: unknown): boolean {
    const raw = recordOf(update);
    if (raw.sessionUpdate === 'config_option_update')
      return this.takeAnswer({ configOptions: raw.configOptions });
    const modeId = stringOf(raw.currentModeId);
    if (raw.sessionUpdate !== 'current_mode_update' || modeId === undefined) return false;
    return this.takeMode(modeId);
  }

  /** Makes `modeId` the current mode; true when that is a change. */
  takeMode(modeId: string): boolean {
    const before = JSON.stringify(this.options);
    if (this.#modes?.type === 'select') this.#modes = { ...this.#modes, value: modeId };
    this.#options = this.#options.map((option) =>
      option.category === 'mode' && option.type === 'select' && offers(option.choices, modeId)
        ? { ...option, value: modeId }
        : option,
    );
    return JSON.stringify(this.options) !== before;
  }

  /** Makes `value` the value of a config option; true when that is a change. */
  takeValue(optionId: string, value: string | boolean): boolean {
    const before = JSON.stringify(this.#options);
    this.#options = this.#options.map((option) => {
      if (option.id !== optionId) return option;
      if (option.type === 'boolean') return typeof value === 'boolean' ? { ...option, value } : option;
      return typeof value === 'string' ? { ...option, value } : option;
    });
    return JSON.stringify(this.#options) !== before;
  }

  routeOf(optionId: string): OptionRoute | undefined {
    if (this.#options.some(({ id }) => id === optionId)) return 'session/set_config_option';
    return this.options.some(({ id }) => id === optionId) ? 'session/set_mode' : undefined;
  }
}

function offers(choices: ConfigChoice[], value: string): boolean {
  return choices.some((choice) => choice.value === value);
}

function mapModes(modes: Json): ConfigOption | undefined {
  const value = stringOf(modes.currentModeId);
  if (value === undefined) return undefined;
  const choices = listOf(modes.availableModes).flatMap((mode) => {
    const { id, ...rest } = recordOf(mode);
    return mapChoice({ ...rest, value: id });
  });
  return { id: MODE_OPTION_ID, name: 'Mode', category: 'mode', type: 'select', value, choices };
}

function mapOption(value: unknown): ConfigOption[] {
  const raw = recordOf(value);
  const id = stringOf(raw.id);
  if (id === undefined) return [];
  const base = compact({
    id,
    name: stringOf(raw.name) ?? id,
    description: stringOf(raw.description),
    category: oneOf(CATEGORIES, raw.category) ?? ('other' as const),
  });
  const current = raw.currentValue;
  if (typeof current === 'boolean') return [{ ...base, type: 'boolean', value: current }];
  if (typeof current !== 'string') return [];
  return [{ ...base, type: 'select', value: current, choices: listOf(raw.options).flatMap(mapChoices) }];
}

/** A choice, or a group of them. */
function mapChoices(value: unknown): ConfigChoice[] {
  const raw = recordOf(value);
  if (!Array.isArray(raw.options)) return mapChoice(raw);
  const group = stringOf(raw.name) ?? stringOf(raw.group);
  return raw.options.flatMap((choice) => mapChoice(recordOf(choice), group));
}

function mapChoice(raw: Json, group?: string): ConfigChoice[] {
  const value = stringOf(raw.value);
  if (value === undefined) return [];
  return [
    compact({ value, name: stringOf(raw.name) ?? value, description: stringOf(raw.description), group }),
  ];
}
