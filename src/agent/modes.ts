import type { SessionConfigOption, SessionModeState } from '@agentclientprotocol/sdk';

/** How much a session lets the agent do without asking. */
export type ModeId = 'ask' | 'auto' | 'plan';
/** What a command or tool is about to do. */
export type ActionKind = 'read' | 'edit' | 'delete' | 'execute';
export type Decision = 'allow' | 'ask' | 'refuse';

const MODES: { id: ModeId; name: string; description: string }[] = [
  { id: 'ask', name: 'Ask', description: 'Edits files; asks before deleting or running anything.' },
  { id: 'auto', name: 'Auto', description: 'Edits, deletes and runs commands without asking.' },
  { id: 'plan', name: 'Plan', description: 'Reads only: changes nothing, runs nothing.' },
];

export const DEFAULT_MODE: ModeId = 'ask';

/** The one table of what each mode allows. Edits never ask: they are reviewed in the DiffPanel. */
export function decide(mode: ModeId, action: ActionKind): Decision {
  if (action === 'read' || mode === 'auto') return 'allow';
  if (mode === 'plan') return 'refuse';
  return action === 'edit' ? 'allow' : 'ask';
}

export function isModeId(value: unknown): value is ModeId {
  return MODES.some((mode) => mode.id === value);
}

/** The refusal sentence of plan mode. */
export const PLAN_MODE_REFUSAL =
  'Plan mode only reads, so nothing was changed or run. Switch the mode to Ask or Auto to go ahead.';

export function toModeState(current: ModeId): SessionModeState {
  return { currentModeId: current, availableModes: MODES };
}

export function toModeOption(current: ModeId): SessionConfigOption {
  const options = MODES.map(({ id, name, description }) => ({ value: id, name, description }));
  return { id: 'mode', name: 'Mode', category: 'mode', type: 'select', currentValue: current, options };
}
