import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { z } from 'zod';
import { type AgentDefinition, agentDefinition } from '../../../shared/domain/agent';

/** A file that is no configuration at all has a problem in every letter, and finding each one's line takes time. */
const MAX_PROBLEMS = 50;

export interface ParsedAgents {
  agents: AgentDefinition[];
  problems: string[];
}

/**
 * Reads the text of agents.json; comments and trailing commas are welcome. Each problem is a sentence that
 * names line, column and field, and a bad entry never hides the good ones.
 */
export function parseAgents(text: string, reserved: (id: string) => boolean): ParsedAgents {
  if (text.trim() === '') return { agents: [], problems: [] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems = errors
    .slice(0, MAX_PROBLEMS)
    .map(({ error, offset }) => `${at(text, offset)}: ${words(printParseErrorCode(error))}.`);
  if (root?.type !== 'object') {
    if (problems.length === 0) problems.push(`${at(text, 0)}: the file must be an object, {"agents": […]}.`);
    return { agents: [], problems };
  }
  const list = findNodeAtLocation(root, ['agents']);
  if (list?.type !== 'array') {
    problems.push(`${at(text, (list ?? root).offset)}: "agents" must be a list.`);
    return { agents: [], problems };
  }
  return readEntries(text, list.children ?? [], reserved, problems);
}

function readEntries(
  text: string,
  entries: readonly Node[],
  reserved: (id: string) => boolean,
  problems: string[],
): ParsedAgents {
  const agents: AgentDefinition[] = [];
  for (const entry of entries) {
    const parsed = agentDefinition.safeParse(getNodeValue(entry));
    if (!parsed.success && problems.length >= MAX_PROBLEMS) continue;
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => sentence(text, entry, issue)));
      continue;
    }
    const { id } = parsed.data;
    const where = at(text, (findNodeAtLocation(entry, ['id']) ?? entry).offset);
    if (agents.some((agent) => agent.id === id)) problems.push(`${where}: the id "${id}" is used twice.`);
    else if (reserved(id)) problems.push(`${where}: the id "${id}" belongs to an agent Coppice already has.`);
    else agents.push(parsed.data);
  }
  return { agents, problems };
}

function sentence(text: string, entry: Node, issue: z.core.$ZodIssue): string {
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.map(String) : [];
  const path = [
    ...issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
    ...extra.slice(0, 1),
  ];
  const field = path.join('.');
  const missing = extra.length === 0 && path.length > 0 && !findNodeAtLocation(entry, path);
  const message =
    extra.length > 0 ? 'is not a field Coppice knows' : missing ? 'is missing' : complaint(issue);
  return `${at(text, nearest(entry, path).offset)}: ${field ? `"${field}": ` : ''}${message}.`;
}

/** The node at `path`, or the closest one around it when something on the way is missing. */
function nearest(entry: Node, path: (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(entry, path.slice(0, length));
    if (found) return found;
  }
  return entry;
}

function at(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `agents.json line ${before.length}, column ${(before.at(-1) as string).length + 1}`;
}

/** `CommaExpected` as `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

const KINDS: Record<string, string> = {
  string: 'text in quotes',
  array: 'a list',
  object: 'an object',
  record: 'an object of texts',
};

function complaint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return 'must not be empty';
    case 'too_big':
      return `must have at most ${issue.maximum} characters`;
    default:
      return issue.message;
  }
}
