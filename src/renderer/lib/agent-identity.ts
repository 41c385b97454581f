import type { AgentId } from '../../shared/domain/ids';

/** How many agent hues the tokens hold: `--agent-1` and up. */
export const AGENT_HUES = 8;

/** Agents often used together get hues that are far apart. */
const preferred: Record<string, number> = {
  builtin: 1,
  claude: 2,
  codex: 3,
  gemini: 4,
  opencode: 5,
  copilot: 6,
  qwen: 7,
};

/** The hue of an agent, 1 to 8: always the same for the same id. */
export function agentHue(id: AgentId | string): number {
  const fixed = preferred[id];
  if (fixed) return fixed;
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return (hash % AGENT_HUES) + 1;
}

/** CSS value of an agent's hue, for text and marks. */
export function agentColor(id: AgentId | string): string {
  return `var(--agent-${agentHue(id)})`;
}

/** Two letters that stand for an agent: its words' initials, else the start of its name. */
export function agentInitials(name: string): string {
  const words = wordsOf(name, /[\s._-]+/u);
  // A single word may still be two: `OpenCode`.
  const [first = '?', second] = words.length === 1 ? wordsOf(name, /(?<=\p{Ll})(?=\p{Lu})/u) : words;
  if (second) return (initial(first) + initial(second)).toUpperCase();
  const letters = [...first].slice(0, 2);
  return (letters[0] ?? '?').toUpperCase() + (letters[1] ?? '').toLowerCase();
}

/**
 * The two letters of each agent, by id, told apart: where two would have the same, the later one gets
 * another letter of its name, or a digit.
 */
export function distinctInitials(agents: readonly { id: AgentId; name: string }[]): Map<AgentId, string> {
  const taken = new Set<string>();
  const initialsOf = new Map<AgentId, string>();
  for (const { id, name } of agents) {
    const free = candidates(name).find((initials) => !taken.has(initials.toLowerCase()));
    if (!free) continue;
    taken.add(free.toLowerCase());
    initialsOf.set(id, free);
  }
  return initialsOf;
}

function candidates(name: string): string[] {
  const usual = agentInitials(name);
  const first = [...usual][0] ?? '?';
  const letters = [...name].filter((char) => /[\p{L}\p{N}]/u.test(char)).slice(1);
  return [usual, ...[...letters, ...'23456789'].map((char) => first + char.toLowerCase())];
}

function wordsOf(name: string, separator: RegExp): string[] {
  return name.split(separator).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function initial(word: string): string {
  return [...word].find((char) => /[\p{L}\p{N}]/u.test(char)) ?? '';
}
