import type { AgentSessionStatus, CatalogAgent, PoolHealth } from '../../../shared/domain/agent';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import type { StoreCounts } from '../../store/count-all';
import type { RedactOptions } from './redact';
import { redactor } from './redact';

/** Lines of the log that are included, and characters of one value in them. */
const LOG_LINES = 200;
const VALUE_SHOWN = 400;

export interface DiagnosticsFacts {
  /** Name -> value, in the order they are listed. */
  versions: Readonly<Record<string, string>>;
  counts: StoreCounts;
  pool: PoolHealth;
  sessions: readonly Session[];
  agentSessions: readonly { sessionId: SessionId; agent: AgentId; status: AgentSessionStatus }[];
  catalog: readonly CatalogAgent[];
  catalogProblems: number;
  /** The end of the log file: one JSON object per line, the first perhaps cut. */
  log: string;
  redact: RedactOptions;
}

/**
 * What somebody who helps needs to know, as text. No prompts, titles, answers or secrets: sessions are named by
 * their ids, of the log only warnings and errors are taken, without what agents printed.
 */
export function describeDiagnostics(facts: DiagnosticsFacts): string {
  const redact = redactor(facts.redact);
  const sections: [string, string[]][] = [
    ['Versions', Object.entries(facts.versions).map(([name, value]) => `${name}: ${value}`)],
    ['Kept', Object.entries(facts.counts).map(([name, count]) => `${name}: ${count}`)],
    ['Agents alive', poolLines(facts.pool)],
    ['Sessions', sessionLines(facts)],
    ['Agents found', catalogLines(facts)],
    ['Warnings and errors in the log', logLines(facts.log)],
  ];
  const text = sections.map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  return redact(`${text.join('\n\n')}\n`);
}

function poolLines({ size, byStatus }: PoolHealth): string[] {
  const some = Object.entries(byStatus).filter(([, count]) => count > 0);
  return [`all: ${size}`, ...some.map(([status, count]) => `${status}: ${count}`)];
}

function sessionLines({ sessions, agentSessions }: DiagnosticsFacts): string[] {
  const lines = sessions.map(({ id, status, queued, life, trouble }) => {
    const agents = agentSessions
      .filter(({ sessionId }) => sessionId === id)
      .map(({ agent, status }) => `${agent} ${status}`);
    const state = life.kind === 'live' ? (trouble?.kind ?? status.kind) : life.kind;
    return `${id}: ${state}, ${queued} queued${agents.length > 0 ? `; ${agents.join(', ')}` : ''}`;
  });
  return lines.length > 0 ? lines : ['none'];
}

function catalogLines({ catalog, catalogProblems }: DiagnosticsFacts): string[] {
  const lines = catalog.map(({ id, source, availability }) => {
    const version = availability.kind === 'ready' ? (availability.version ?? 'version unknown') : '';
    return `${id} (${source}): ${availability.kind} ${version}`.trimEnd();
  });
  return catalogProblems > 0 ? [...lines, `problems in agents.json: ${catalogProblems}`] : lines;
}

/** The last warnings and errors, oldest first. */
function logLines(log: string): string[] {
  const found = log.split('\n').flatMap((line) => {
    const entry = parseEntry(line);
    return entry && (entry.level === 'warn' || entry.level === 'error') ? describeEntry(entry) : [];
  });
  return found.length > 0 ? found.slice(-LOG_LINES) : ['none'];
}

/** What agents print, what users wrote in agents.json: none of our business to hand on. */
const PRIVATE = new Set(['text', 'stderr', 'problem', 'prompt', 'params', 'raw']);

function describeEntry({ at, level, message, ...data }: Record<string, unknown>): string {
  const values = Object.entries(data).map(([key, value]) => {
    if (PRIVATE.has(key)) return `${key}=[left out]`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${key}=${text.slice(0, VALUE_SHOWN).replace(/\s*\n\s*/g, ' | ')}`;
  });
  return [at, level, message, ...values].join(' ');
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // The first line of what was read may be cut; nothing can be told of it.
    return undefined;
  }
}
