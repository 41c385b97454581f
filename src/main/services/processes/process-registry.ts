import { randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../log';
import type { NamedProcess } from '../platform/end-processes';
import type { GroupLedger } from '../platform/process-group';
import { readStartTime } from '../platform/process-table';

/** The variable that tells whose process one is; its value is the run's own random name. */
export const OWNER_VARIABLE = 'COPPICE_OWNER';

/** What is known of a run of Coppice from its file. */
export interface NotedRun {
  owner: string;
  main: NamedProcess;
  /** Leaders of the groups that were not seen to end. */
  leaders: NamedProcess[];
}

const processNote = z.object({ pid: z.number().int().positive(), startTime: z.string().min(1) });
const endNote = z.object({ ended: z.number().int().positive() });

export interface ProcessRegistryDeps {
  /** Where each run keeps its file. Made when missing. */
  folder: string;
  log: Log;
}

/** A group that lives, and the folder it was started in. */
export interface LivingGroup {
  pid: number;
  cwd: string;
}

/**
 * The process groups this run of Coppice started, in a file of its own that outlives it: a line per start and
 * per end, written before anything else happens. What the system has taken of it survives a SIGKILL.
 */
export class ProcessRegistry implements GroupLedger {
  readonly owner = randomUUID();
  readonly marker = { [OWNER_VARIABLE]: this.owner };
  ready: Promise<void> = Promise.resolve();
  readonly #file: string;
  readonly #main = { pid: process.pid, startTime: readStartTime(process.pid) ?? '' };
  readonly #log: Log;
  readonly #living = new Map<number, LivingGroup>();
  #descriptor: number | undefined;

  constructor({ folder, log }: ProcessRegistryDeps) {
    this.#log = log;
    this.#file = join(folder, `${this.owner}.jsonl`);
    // Without a start time others could not tell that this run lives; nothing is swept on such a system.
    if (this.#main.startTime === '') return;
    try {
      this.#descriptor = this.#open(folder);
    } catch (error) {
      // A full disk must not keep the user from their sessions.
      log.error('processes are not noted in this run', { error: String(error) });
    }
  }

  /** Programs are started only after `work`, whether it succeeds or not. */
  holdUntil(work: Promise<unknown>): void {
    this.ready = work.then(
      () => undefined,
      (error) => this.#log.error('earlier runs were not cleared away', { error: String(error) }),
    );
  }

  started(pid: number, cwd: string): void {
    this.#living.set(pid, { pid, cwd });
    // It cannot have been reaped yet, so the number is still its own.
    const startTime = readStartTime(pid);
    if (startTime !== undefined) this.#note({ pid, startTime });
  }

  ended(pid: number): void {
    this.#living.delete(pid);
    this.#note({ ended: pid });
  }

  /** The groups whose leader lives. */
  groups(): LivingGroup[] {
    return [...this.#living.values()];
  }

  /** What the next start would know of this run. */
  noted(): NotedRun {
    const leaders = this.groups().flatMap(({ pid }) => {
      const startTime = readStartTime(pid);
      return startTime === undefined ? [] : { pid, startTime };
    });
    return { owner: this.owner, main: this.#main, leaders };
  }

  /** Removes the file: for when all groups have ended. Idempotent. */
  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#file, { force: true });
  }

  #open(folder: string): number {
    mkdirSync(folder, { recursive: true });
    // Renamed into place, so that no other instance ever reads it without its first line.
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, line(this.#main));
    renameSync(fresh, this.#file);
    return openSync(this.#file, 'a');
  }

  #note(note: object): void {
    if (this.#descriptor === undefined) return;
    try {
      writeSync(this.#descriptor, line(note));
    } catch (error) {
      // A full disk: the agent is worth more than the note, and carries the marker anyway.
      this.#log.error('process could not be noted', { ...note, error: String(error) });
    }
  }
}

function line(note: object): string {
  return `${JSON.stringify(note)}\n`;
}

/** Reads a run's file; undefined when it is gone or its first line says nothing. A line cut short is left out. */
export function readRun(file: string): NotedRun | undefined {
  const [first, ...rest] = readOrNothing(file).split('\n').map(parseLine);
  const main = processNote.safeParse(first).data;
  if (!main) return undefined;
  const leaders = new Map<number, NamedProcess>();
  for (const note of rest) {
    const started = processNote.safeParse(note).data;
    const ended = endNote.safeParse(note).data;
    if (started) leaders.set(started.pid, started);
    if (ended) leaders.delete(ended.ended);
  }
  return { owner: basename(file, '.jsonl'), main, leaders: [...leaders.values()] };
}

/** Another instance removes its file when it quits. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
