import type { Command } from '../../../../shared/domain/agent-event';

/** What is being typed that can be completed: a command at the very start, or a file after `@`. */
export interface Trigger {
  kind: 'command' | 'file';
  query: string;
  /** Range of the text the completion replaces, the `/` or `@` included. */
  start: number;
  end: number;
}

export interface Suggestion {
  /** What replaces the typed text, without the `/` or `@`. */
  value: string;
  detail?: string;
}

/** The trigger the caret stands in, if any. */
export function findTrigger(text: string, caret: number): Trigger | null {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) return { kind: 'command', query: command[1] ?? '', start: 0, end: caret };
  // A longer run without a space is pasted text, no path being typed.
  const file = /(?:^|[\s([{'"])@([^\s@]{0,300})$/.exec(before);
  if (!file) return null;
  const query = file[1] ?? '';
  return { kind: 'file', query, start: caret - query.length - 1, end: caret };
}

/** The text with the trigger replaced by what was picked, and where the caret then stands. */
export function complete(text: string, trigger: Trigger, value: string): { text: string; caret: number } {
  const inserted = `${trigger.kind === 'command' ? '/' : '@'}${value} `;
  const rest = text.slice(trigger.end).replace(/^ /, '');
  return { text: text.slice(0, trigger.start) + inserted + rest, caret: trigger.start + inserted.length };
}

/** Commands whose name or description fits: names that begin with the query first. */
export function suggestCommands(commands: readonly Command[], query: string): Suggestion[] {
  const wanted = query.toLowerCase();
  const rank = ({ name, description }: Command) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    if (lower.includes(wanted)) return 1;
    return description.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return commands
    .filter((command) => rank(command) < 3)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, description, hint }) => ({
      value: name,
      detail: hint ? `${description} · ${hint}` : description,
    }));
}
