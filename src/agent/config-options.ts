import { RequestError, type SessionConfigOption } from '@agentclientprotocol/sdk';
import type { ModelSettings } from './agent-config';
import type { OfferedModel } from './model/list-models';
import { isModeId, toModeOption } from './modes';
import type { AgentSession } from './session';

/** The model of this process: the configured one and what else its endpoint offers. */
export interface ModelChoice {
  settings: ModelSettings;
  offered: OfferedModel[];
}

/** A session's options as a host shows them: the mode and, with an endpoint, the model. */
export function toConfigOptions(
  session: AgentSession,
  choice: ModelChoice | undefined,
): SessionConfigOption[] {
  const mode = toModeOption(session.mode);
  if (!choice) return [mode];
  const current = session.model ?? choice.settings.name;
  const names = new Set([current, choice.settings.name, ...choice.offered.map((model) => model.id)]);
  const options = [...names].map((name) => ({ value: name, name }));
  const model: SessionConfigOption = {
    id: 'model',
    name: 'Model',
    category: 'model',
    type: 'select',
    currentValue: current,
    options,
  };
  return [mode, model];
}

/** Sets one option; throws RequestError for an option or value that is not offered. */
export function setConfigOption(
  session: AgentSession,
  choice: ModelChoice | undefined,
  id: string,
  value: unknown,
): void {
  const option = toConfigOptions(session, choice).find((candidate) => candidate.id === id);
  if (!option) throw new RequestError(-32602, `There is no option "${id}".`);
  const offered = option.type === 'select' ? option.options : [];
  if (typeof value !== 'string' || !offered.some((item) => 'value' in item && item.value === value)) {
    throw new RequestError(-32602, `"${String(value)}" is not a value of "${id}".`);
  }
  if (id === 'mode' && isModeId(value)) session.setMode(value);
  if (id === 'model') session.setModel(value);
}

/** The settings a turn uses, with the context size the endpoint told of, where the user gave none. */
export function toTurnModel(session: AgentSession, { settings, offered }: ModelChoice): ModelSettings {
  const name = session.model ?? settings.name;
  const told = offered.find((model) => model.id === name)?.contextSize ?? 0;
  const contextSize = name === settings.name && settings.contextSize > 0 ? settings.contextSize : told;
  return { ...settings, name, contextSize };
}
