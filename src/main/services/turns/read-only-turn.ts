import type { ConfigOption } from '../../../shared/domain/agent-event';
import { toErrorInfo } from '../../../shared/errors';

/** A mode of an agent: the option it is a choice of, and what it is called. */
interface Mode {
  optionId: string;
  value: string;
  name: string;
  /** What the option is set to now. */
  current: string;
}

/** What agents call the mode in which they change nothing; some name it by an address that ends so. */
const READS_ONLY = /^(?:plan|plan[-_ ]?mode|read[-_ ]?only)$/i;

/** The mode in which an agent says that it changes nothing; undefined when it has none. */
export function readOnlyMode(options: readonly ConfigOption[]): Mode | undefined {
  for (const option of options) {
    if (option.category !== 'mode' || option.type !== 'select') continue;
    const choice = option.choices.find(
      ({ value, name }) => READS_ONLY.test(value.split(/[#/:]/).at(-1) ?? '') || READS_ONLY.test(name.trim()),
    );
    if (choice) return { optionId: option.id, value: choice.value, name: choice.name, current: option.value };
  }
  return undefined;
}

export interface ReadOnlyTurnDeps {
  agentName: string;
  /** The agent's options as they are now. */
  options(): readonly ConfigOption[];
  setOption(optionId: string, value: string): Promise<void>;
  isAlive(): boolean;
  say(notice: { severity: 'info' | 'warning'; title: string; detail?: string }): void;
}

/**
 * Runs `work` with the agent in its own read-only mode where it has one, and says what keeps it from changing
 * anything. The mode it had comes back afterwards, unless another was chosen meanwhile.
 */
export async function inReadOnlyMode<T>(deps: ReadOnlyTurnDeps, work: () => Promise<T>): Promise<T> {
  const { agentName, say } = deps;
  const mode = readOnlyMode(deps.options());
  const failure = mode && (await change(deps, mode, mode.value));
  const refusing = 'Coppice refuses what it asks to write, run or be allowed';
  if (mode && !failure) {
    say({
      severity: 'info',
      title: `Read only: ${agentName} works in its mode “${mode.name}”, and ${refusing}`,
    });
  } else {
    say({
      severity: 'warning',
      title: `Read only: ${agentName} ${mode ? `did not take its mode “${mode.name}”` : 'has no such mode'}. ${refusing}; what it does without asking is not prevented`,
      ...(failure && { detail: failure }),
    });
  }
  try {
    return await work();
  } finally {
    if (mode && !failure) await leave(deps, mode);
  }
}

async function leave(deps: ReadOnlyTurnDeps, mode: Mode): Promise<void> {
  const now = deps.options().find(({ id }) => id === mode.optionId)?.value;
  if (now !== mode.value || !deps.isAlive()) return;
  const detail = await change(deps, mode, mode.current);
  if (!detail) return;
  deps.say({ severity: 'warning', title: `${deps.agentName} is still in its mode “${mode.name}”`, detail });
}

/** Why the agent did not take the mode; undefined when it is in it. */
async function change(deps: ReadOnlyTurnDeps, mode: Mode, value: string): Promise<string | undefined> {
  const now = deps.options().find(({ id }) => id === mode.optionId)?.value;
  if (now === value) return undefined;
  try {
    await deps.setOption(mode.optionId, value);
    return undefined;
  } catch (error) {
    return toErrorInfo(error).message;
  }
}
