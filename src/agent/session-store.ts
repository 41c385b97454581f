import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './agent-error';
import { foldRecords, type SessionRecord, type SessionState } from './session-records';

const EXTENSION = '.ndjson';
const ID = /^[A-Za-z0-9_-]{1,100}$/;
/** A session's title comes within its first records; listing reads no further than this many bytes. */
const LIST_BYTES = 64 * 1024;

/** Appends to one session's history. */
export interface SessionLog {
  /** Returns once the operating system has the record: it survives this process being killed. */
  append(record: SessionRecord): void;
  close(): void;
}

/** A session as `session/list` shows it. */
export type SessionSummary = Pick<SessionState, 'id' | 'cwd' | 'title' | 'updatedAt'>;

/** Session histories, one append-only ndjson file each, in a folder made on first use. */
export class SessionStore {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Opens a history for appending, creating it when new. */
  openLog(id: string): SessionLog {
    const fd = openSync(this.path(id), 'a', 0o600);
    let isOpen = true;
    return {
      append: (record) => {
        if (isOpen) writeSync(fd, `${JSON.stringify(record)}\n`);
      },
      close: () => {
        if (isOpen) closeSync(fd);
        isOpen = false;
      },
    };
  }

  /** Reads a session back; undefined when there is none by this id. */
  async read(id: string): Promise<SessionState | undefined> {
    if (!ID.test(id)) return undefined;
    const text = await readFile(this.path(id), 'utf8').catch(missingAsUndefined);
    if (text === undefined) return undefined;
    if (text !== '' && !text.endsWith('\n')) this.endBrokenLine(id);
    return foldRecords(parseRecords(text));
  }

  async list(): Promise<SessionSummary[]> {
    const names = await readdir(this.folder);
    const ids = names
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(0, -EXTENSION.length));
    const sessions = await Promise.all(ids.map((id) => this.summary(id)));
    const known = sessions.filter((session) => session !== undefined);
    return known.sort((a, b) => (b.updatedAt ?? '').localeCompare(a.updatedAt ?? ''));
  }

  async remove(id: string): Promise<void> {
    if (ID.test(id)) await rm(this.path(id), { force: true });
  }

  private async summary(id: string): Promise<SessionSummary | undefined> {
    const file = await open(this.path(id), 'r').catch(missingAsUndefined);
    if (!file) return undefined;
    try {
      const { mtime } = await file.stat();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(LIST_BYTES), 0, LIST_BYTES, 0);
      const state = foldRecords(parseRecords(buffer.toString('utf8', 0, bytesRead)));
      return state && { id, cwd: state.cwd, title: state.title, updatedAt: mtime.toISOString() };
    } finally {
      await file.close();
    }
  }

  /** A process killed in mid-write leaves half a line; the next record must not join it. */
  private endBrokenLine(id: string): void {
    const fd = openSync(this.path(id), 'a');
    writeSync(fd, '\n');
    closeSync(fd);
  }

  private path(id: string): string {
    return join(this.folder, id + EXTENSION);
  }
}

/** Parses the whole lines of a history; a line cut short by a crash is left out. */
export function parseRecords(text: string): SessionRecord[] {
  const records: SessionRecord[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      records.push(JSON.parse(line) as SessionRecord);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return records;
}

function missingAsUndefined(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT') return undefined;
  throw error;
}
