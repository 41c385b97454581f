import type { AgentDefinition, Availability, CatalogAgent } from '../../../shared/domain/agent';
import { type AgentId, agentId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { Log } from '../log';
import { findExecutable } from '../platform/find-executable';
import { readVersion } from '../platform/read-version';
import type { AgentsFile } from './agents-file';
import { KNOWN_AGENTS, type KnownAgent } from './catalog-known-agents';

export interface CatalogDeps {
  /** The agent that ships with Coppice; asked for each time, as its settings change. */
  builtin(): AgentDefinition;
  agentsFile: AgentsFile;
  /** The environment agents will start in. */
  env(): Promise<NodeJS.ProcessEnv>;
  log: Log;
  known?: readonly KnownAgent[];
  /** Folders to look in besides the PATH. */
  extraFolders?: readonly string[];
}

interface Entry {
  agent: CatalogAgent;
  definition: AgentDefinition;
}

/** Every agent Coppice can offer, and whether it can be started here. Custom agents stand before known ones of the same id. */
export class Catalog {
  readonly #deps: CatalogDeps;
  readonly #known: readonly KnownAgent[];
  readonly #listeners = new Set<() => void>();
  #entries = new Map<AgentId, Entry>();
  #scan = 0;
  #scanning: Promise<void> = Promise.resolve();
  #unfollow: (() => void) | undefined;

  constructor(deps: CatalogDeps) {
    this.#deps = deps;
    this.#known = deps.known ?? KNOWN_AGENTS;
    this.#entries = this.#initial();
  }

  /** Begins to look for agents, without making anyone wait, and follows agents.json. */
  start(): void {
    this.#unfollow = this.#deps.agentsFile.onChange(() => void this.refresh());
    void this.refresh();
  }

  /** Stops following; resolves when the search under way is over. */
  async stop(): Promise<void> {
    this.#unfollow?.();
    this.#scan++;
    await this.#scanning;
  }

  list(): CatalogAgent[] {
    return [...this.#entries.values()].map(({ agent }) => agent);
  }

  find(id: AgentId): CatalogAgent | undefined {
    return this.#entries.get(id)?.agent;
  }

  /** What is wrong in agents.json. */
  get problems(): readonly string[] {
    return this.#deps.agentsFile.problems;
  }

  /** How to start an agent. Throws AppError `agent.not-found` or `agent.not-installed`. */
  definition(id: AgentId): AgentDefinition {
    const entry = this.#entries.get(id);
    if (!entry) {
      throw new AppError(
        'agent.not-found',
        `There is no agent “${id}”.`,
        'Pick another one, or add it to agents.json.',
      );
    }
    if (entry.agent.source === 'builtin') return this.#deps.builtin();
    const { availability, name } = entry.agent;
    if (availability.kind !== 'missing') return entry.definition;
    throw notInstalled(name, availability);
  }

  /** Looks for every agent again. Resolves when all are found or known to be missing; versions follow later. */
  refresh(): Promise<void> {
    const scan = ++this.#scan;
    this.#entries = this.#initial();
    this.#changed();
    this.#scanning = this.#detect(scan);
    return this.#scanning;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The catalog before anything was looked for; what an earlier search found stays until it is known better. */
  #initial(): Map<AgentId, Entry> {
    const builtin = this.#deps.builtin();
    const custom = this.#deps.agentsFile.agents;
    const taken = new Set<string>([builtin.id, ...custom.map(({ id }) => id)]);
    const entries = [
      toEntry(builtin, 'builtin', { kind: 'ready', path: builtin.command }),
      ...custom.map((definition) => toEntry(definition, 'custom', { kind: 'checking' })),
      ...this.#known
        .filter(({ id }) => !taken.has(id))
        .map((known) => this.#keep(toEntry(knownDefinition(known), 'known', { kind: 'checking' }))),
    ];
    return new Map(entries.map((entry) => [entry.definition.id, entry]));
  }

  #keep(entry: Entry): Entry {
    const before = this.#entries.get(entry.definition.id);
    const same = before?.agent.source === entry.agent.source && before.agent.name === entry.agent.name;
    if (!before || !same || before.agent.availability.kind === 'checking') return entry;
    const { availability } = before.agent;
    const command = availability.kind === 'ready' ? availability.path : entry.definition.command;
    return { agent: { ...entry.agent, availability }, definition: { ...entry.definition, command } };
  }

  async #detect(scan: number): Promise<void> {
    const env = await this.#deps.env();
    const entries = [...this.#entries.values()].filter(({ agent }) => agent.source !== 'builtin');
    const found = await Promise.all(entries.map((entry) => this.#locate(entry, env)));
    if (scan !== this.#scan) return;
    for (const entry of found) this.#entries.set(entry.definition.id, entry);
    this.#changed();
    // Versions are nice to have and cost a process each: one after the other, with nobody waiting.
    void this.#readVersions(scan, found, env);
  }

  async #locate({ agent, definition }: Entry, env: NodeJS.ProcessEnv): Promise<Entry> {
    const { extraFolders } = this.#deps;
    const known = agent.source === 'known' ? this.#known.find(({ id }) => id === agent.id) : undefined;
    const candidates = known?.candidates ?? [definition];
    for (const { command, args } of candidates) {
      const path = await findExecutable(command, { ...env, ...definition.env }, extraFolders);
      if (!path) continue;
      const availability: Availability = { kind: 'ready', path };
      return { agent: { ...agent, availability }, definition: { ...definition, command: path, args } };
    }
    const missing: Availability = known
      ? { kind: 'missing', install: known.install, docsUrl: known.docsUrl }
      : { kind: 'missing', command: definition.command };
    return { agent: { ...agent, availability: missing }, definition };
  }

  async #readVersions(scan: number, entries: readonly Entry[], env: NodeJS.ProcessEnv): Promise<void> {
    for (const { agent, definition } of entries) {
      const { availability } = agent;
      // A custom agent may be anything: it is not run before the user asks for it.
      if (availability.kind !== 'ready' || agent.source !== 'known') continue;
      const version = await readVersion(availability.path, { ...env, ...definition.env });
      if (scan !== this.#scan) return;
      if (!version) continue;
      this.#entries.set(definition.id, {
        agent: { ...agent, availability: { ...availability, version } },
        definition,
      });
      this.#changed();
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function notInstalled(
  name: string,
  { command, install, docsUrl }: Extract<Availability, { kind: 'missing' }>,
): AppError {
  if (command !== undefined) {
    return new AppError(
      'agent.not-installed',
      `${name} cannot be started: there is no program “${command}”.`,
      'Correct its command in agents.json (Settings, Agents), or install the program.',
    );
  }
  const hint = install ? `Install it with “${install}”, then look for agents again.` : 'Install it first.';
  return new AppError(
    'agent.not-installed',
    `${name} is not installed.`,
    docsUrl ? `${hint} See ${docsUrl}.` : hint,
  );
}

function toEntry(
  definition: AgentDefinition,
  source: CatalogAgent['source'],
  availability: Availability,
): Entry {
  const { id, name } = definition;
  return { agent: { id, name, source, availability }, definition };
}

function knownDefinition({ id, name, candidates, env }: KnownAgent): AgentDefinition {
  const { command, args } = candidates[0] as KnownAgent['candidates'][number];
  return { id: agentId.parse(id), name, backend: 'acp', command, args, env };
}
