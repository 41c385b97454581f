import { lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AgentError, errorCode, throwIfCancelled } from './agent-error';
import type { ClientFiles } from './client-port';
import { type ConfinedPath, confinePath, refuseGitInternals } from './confine-path';
import { compileGlob, isGlob } from './glob';
import { walkFiles } from './walk-files';

/** Files larger than this many bytes are neither searched nor edited. */
export const MAX_TEXT_BYTES = 5 * 1024 * 1024;
const SNIFF_BYTES = 8192;
/** Files read at the same time while scanning; 8 x 5 MB bounds the memory it takes. */
const READ_AHEAD = 8;

/** What a scan met: a text, or why a file was passed over. */
export type ScannedFile =
  | { kind: 'text'; path: ConfinedPath; text: string }
  | { kind: 'skipped'; path: ConfinedPath; why: 'binary' | 'large' };

/**
 * The files of one session, confined to its folder. Reads and writes go through the host when it offers to do
 * them (so it sees its own unsaved text and can attribute writes), else straight to disk.
 */
export class Workspace {
  constructor(
    readonly root: string,
    private readonly client: ClientFiles,
  ) {}

  /** Confines a path; throws AgentError when it leads outside. */
  resolve(path: string): Promise<ConfinedPath> {
    return confinePath(this.root, path);
  }

  /** The text of a file, or undefined when there is none. Throws AgentError for folders and binary files. */
  async readText(path: ConfinedPath): Promise<string | undefined> {
    const scanned = await this.scanFile(path);
    if (!scanned) return undefined;
    if (scanned.kind === 'skipped') {
      const why = scanned.why === 'binary' ? 'is not a text file' : 'is larger than 5 MB';
      throw new AgentError(`${path.relative} ${why}, so it is left alone.`);
    }
    return this.hostText(path, scanned.text);
  }

  /** The host's idea of a file's text, which may be newer than the disk's. */
  async hostText(path: ConfinedPath, onDisk: string): Promise<string> {
    if (!this.client.canRead) return onDisk;
    return (await this.client.readTextFile(path.absolute)) ?? onDisk;
  }

  /** Writes a file and the folders above it. */
  async writeText(path: ConfinedPath, text: string): Promise<void> {
    refuseGitInternals(path);
    if (this.client.canWrite) return this.client.writeTextFile(path.absolute, text);
    await this.onDisk(path, async () => {
      await mkdir(dirname(path.absolute), { recursive: true });
      await writeFile(path.absolute, text);
    });
  }

  /** Confines a path to delete or move; a symbolic link is meant itself, never what it points at. */
  async resolveEntry(asked: string): Promise<ConfinedPath> {
    const path = await confinePath(this.root, asked, { keepLeafLink: true });
    if (path.relative === '.')
      throw new AgentError("That is the worktree's own folder, so it is left alone.");
    refuseGitInternals(path);
    try {
      await lstat(path.absolute);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') throw new AgentError(`There is no ${path.relative}.`);
      throw error;
    }
    return path;
  }

  /** Deletes a file, link or folder that {@link resolveEntry} named. */
  async remove(path: ConfinedPath): Promise<void> {
    await this.onDisk(path, () => rm(path.absolute, { recursive: true }));
  }

  /** Moves an entry to a free name, making the folders above it. */
  async move(from: ConfinedPath, asked: string): Promise<ConfinedPath> {
    const to = await confinePath(this.root, asked);
    refuseGitInternals(to);
    if (await exists(to.absolute))
      throw new AgentError(`${to.relative} exists already; nothing was renamed.`);
    await this.onDisk(to, async () => {
      await mkdir(dirname(to.absolute), { recursive: true });
      await rename(from.absolute, to.absolute);
    });
    return to;
  }

  /** The names in a folder, folders with a trailing slash. */
  async list(path: ConfinedPath): Promise<string[]> {
    return this.onDisk(path, async () => {
      const entries = await readdir(path.absolute, { withFileTypes: true });
      return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
    });
  }

  /** Yields the files a glob, a file or a folder names; everything when left out. */
  async *find(target: string | undefined, signal: AbortSignal): AsyncGenerator<ConfinedPath> {
    const glob = target && isGlob(target) && !(await exists(join(this.root, target))) ? target : undefined;
    const start = await this.resolve(glob ? '.' : (target ?? '.'));
    if (!(await isFolder(start))) {
      yield start;
      return;
    }
    const matches = glob ? compileGlob(glob) : () => true;
    for await (const relative of walkFiles(this.root, { from: start.relative, signal })) {
      if (matches(relative)) yield { relative, absolute: join(this.root, relative) };
    }
  }

  /** Reads the files {@link find} yields, in order and a few ahead; binary and very large ones come as `skipped`. */
  async *scan(target: string | undefined, signal: AbortSignal): AsyncGenerator<ScannedFile> {
    const ahead: Promise<ScannedFile | undefined>[] = [];
    for await (const path of this.find(target, signal)) {
      const next = this.scanFile(path);
      // Its failure is met when its turn comes, or not at all when the scan stops before.
      next.catch(() => undefined);
      ahead.push(next);
      if (ahead.length < READ_AHEAD) continue;
      const file = await ahead.shift();
      throwIfCancelled(signal);
      if (file) yield file;
    }
    for (const next of ahead) {
      const file = await next;
      throwIfCancelled(signal);
      if (file) yield file;
    }
  }

  private async scanFile(path: ConfinedPath): Promise<ScannedFile | undefined> {
    return this.onDisk(path, async () => {
      const info = await stat(path.absolute).catch(missingAsUndefined);
      if (!info) return undefined;
      if (info.isDirectory()) throw new AgentError(`${path.relative} is a folder, not a file.`);
      if (!info.isFile()) throw new AgentError(`${path.relative} is no ordinary file, so it is left alone.`);
      if (info.size > MAX_TEXT_BYTES) return { kind: 'skipped', path, why: 'large' };
      const bytes = await readFile(path.absolute);
      const isBinary = bytes.subarray(0, SNIFF_BYTES).includes(0);
      const text = isBinary ? undefined : decodeText(bytes);
      return text === undefined ? { kind: 'skipped', path, why: 'binary' } : { kind: 'text', path, text };
    });
  }

  private async onDisk<T>(path: ConfinedPath, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw toAgentError(error, path);
    }
  }
}

const DISK_SENTENCES: Record<string, (path: string) => string> = {
  ENOENT: (path) => `There is no ${path}.`,
  ENOTDIR: (path) => `${path}, or part of it, is a file and not a folder.`,
  EISDIR: (path) => `${path} is a folder, not a file.`,
  EACCES: (path) => `${path} may not be read or written; check its permissions.`,
  EPERM: (path) => `${path} may not be changed; check its permissions.`,
  EROFS: (path) => `${path} is on a read-only disk.`,
  ENOSPC: (path) => `The disk is full, so ${path} could not be written.`,
  EEXIST: (path) => `Part of ${path} exists already and is not a folder.`,
  ENAMETOOLONG: (path) => `${path} is too long a name for this disk.`,
};

function toAgentError(error: unknown, path: ConfinedPath): unknown {
  const sentence = DISK_SENTENCES[errorCode(error) ?? ''];
  return sentence ? new AgentError(sentence(path.relative)) : error;
}

function missingAsUndefined(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT') return undefined;
  throw error;
}

async function exists(absolute: string): Promise<boolean> {
  return (await lstat(absolute).catch(() => undefined)) !== undefined;
}

async function isFolder(path: ConfinedPath): Promise<boolean> {
  const info = await stat(path.absolute).catch(missingAsUndefined);
  if (!info) throw new AgentError(`There is no ${path.relative}.`);
  return info.isDirectory();
}

/** Strict UTF-8 with a byte order mark kept: what cannot be written back unchanged is not text. */
function decodeText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
