import { type FSWatcher, watch } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { AgentDefinition } from '../../../shared/domain/agent';
import { readCapped } from '../../git/reader/read-capped';
import type { Log } from '../log';
import { parseAgents } from './catalog-parse-agents';

const DEBOUNCE_MS = 150;
const MAX_BYTES = 1024 * 1024;

export interface AgentsFileDeps {
  /** Where agents.json is, or will be. */
  path: string;
  /** Ids that agents.json may not take. */
  reserved(id: string): boolean;
  log: Log;
}

/** The user's own agents, from agents.json; follows the file as it is edited, created and removed. */
export class AgentsFile {
  readonly #deps: AgentsFileDeps;
  readonly #listeners = new Set<() => void>();
  #agents: AgentDefinition[] = [];
  #problems: string[] = [];
  #text: string | undefined;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: AgentsFileDeps) {
    this.#deps = deps;
  }

  get agents(): readonly AgentDefinition[] {
    return this.#agents;
  }

  /** Sentences about what is wrong in the file, each with its line and column. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Reads the file and begins to follow it. */
  async start(): Promise<void> {
    const folder = dirname(this.#deps.path);
    await mkdir(folder, { recursive: true });
    // The folder is watched, not the file: editors replace files by renaming, and it may not exist yet.
    this.#watcher = watch(folder, (_event, name) => {
      if (name === null || name === basename(this.#deps.path)) this.#readSoon();
    });
    this.#watcher.on('error', (error) =>
      this.#deps.log.warn('agents.json is no longer followed', { error: String(error) }),
    );
    await this.refresh();
  }

  /** Reads the file now. Resolves when what it says is in effect. */
  refresh(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#watcher?.close();
    this.#watcher = undefined;
    clearTimeout(this.#timer);
    await this.#reading;
  }

  #readSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), DEBOUNCE_MS);
  }

  async #read(): Promise<void> {
    const { path, reserved, log } = this.#deps;
    const { text, problem } = await readText(path);
    const found = problem ? { agents: [], problems: [problem] } : parseAgents(text, reserved);
    const seen = problem ?? text;
    if (seen === this.#text) return;
    this.#text = seen;
    this.#agents = found.agents;
    this.#problems = found.problems;
    for (const problem of found.problems) log.warn('agents.json has a problem', { problem });
    for (const listener of this.#listeners) listener();
  }
}

/** The file's text, empty when there is none, or why it cannot be used. Never waits on a pipe or a device. */
async function readText(path: string): Promise<{ text: string; problem?: string }> {
  try {
    const file = await readCapped(path, MAX_BYTES);
    if (file?.complete) return { text: file.text };
    if (file) return { text: '', problem: `agents.json is larger than ${MAX_BYTES / 1024} KB.` };
    await stat(path);
    return { text: '', problem: 'agents.json is not a file.' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ENOENT' ? { text: '' } : { text: '', problem: `agents.json cannot be read (${code}).` };
  }
}
