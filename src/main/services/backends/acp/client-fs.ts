import { constants, type Stats } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RequestError } from '@agentclientprotocol/sdk';
import type { EnsureSessionOpts } from '../../agent-backend';
import { confineForWriting, confinePath, OutsideWorktreeError } from './confine-path';
import { numberOf, recordOf, stringOf } from './json';

/** The largest file an agent may read through us, in bytes. */
const MAX_READ_BYTES = 32 * 1024 * 1024;

/**
 * Opening a pipe would wait for its other end, and a few that wait stop all of this process's file access.
 * Absent on Windows, where opening never waits.
 */
const NEVER_WAIT = constants.O_NONBLOCK ?? 0;

/** `fs/read_text_file`: text of a file in the worktree, from 1-based `line` on, at most `limit` lines. */
export async function readTextFile(root: string, params: unknown): Promise<{ content: string }> {
  const raw = recordOf(params);
  const path = requirePath(raw.path);
  const text = await answering(path, async () => {
    const file = await open(await confinePath(root, path), constants.O_RDONLY | NEVER_WAIT);
    try {
      const stats = await file.stat();
      requireFile(path, stats);
      if (stats.size > MAX_READ_BYTES)
        throw new RequestError(-32603, `${path} is too large to read as text.`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  });
  // Gemini cannot create a file when reading the missing one is an error.
  return { content: text === undefined ? '' : slice(text, numberOf(raw.line), numberOf(raw.limit)) };
}

/** `fs/write_text_file`: replaces a file in the worktree, making its folders. */
export async function writeTextFile(
  root: string,
  params: unknown,
  writing: EnsureSessionOpts['writing'],
): Promise<Record<string, never>> {
  const raw = recordOf(params);
  const path = requirePath(raw.path);
  const content = stringOf(raw.content);
  if (content === undefined) throw RequestError.invalidParams(undefined, 'content must be a string');
  await answering(path, async () => {
    const real = await confineForWriting(root, path);
    const written = writing(real, content);
    try {
      await mkdir(dirname(real), { recursive: true });
      await replaceContent(real, path, content);
    } finally {
      written();
    }
  });
  return {};
}

async function replaceContent(real: string, path: string, content: string): Promise<void> {
  const file = await open(real, constants.O_WRONLY | constants.O_CREAT | NEVER_WAIT);
  try {
    requireFile(path, await file.stat());
    await file.truncate();
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

function requireFile(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw new RequestError(-32603, `${path} is a folder, not a file.`);
  if (!stats.isFile()) throw new RequestError(-32603, `${path} is not a file.`);
}

function requirePath(value: unknown): string {
  const path = stringOf(value);
  if (!path) throw RequestError.invalidParams(undefined, 'path must be a string');
  return path;
}

/** Runs `work`; undefined when the file is missing, and every other failure as a sentence for the agent. */
async function answering<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RequestError) throw error;
    if (error instanceof OutsideWorktreeError) throw new RequestError(-32602, error.message);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENXIO') throw new RequestError(-32603, `${path} is not a file.`);
    if (code === 'EISDIR') throw new RequestError(-32603, `${path} is a folder, not a file.`);
    if (code === undefined) throw error;
    throw new RequestError(-32603, `${path} could not be used (${code}).`);
  }
}

function slice(text: string, line: number | undefined, limit: number | undefined): string {
  if (line === undefined && limit === undefined) return text;
  const from = Math.max((line ?? 1) - 1, 0);
  return text
    .split('\n')
    .slice(from, limit === undefined ? undefined : from + Math.max(limit, 0))
    .join('\n');
}
