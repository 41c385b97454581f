import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/main/store/store';
import { addSession, openRaw, sessionId, tempFile } from './test-store';

const root = resolve(import.meta.dirname, '../../..');

/** The store as it runs in the app, bundled with a writer that a real process runs. */
async function bundleWriter(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: join(import.meta.dirname, 'append-forever.ts'),
      outDir: join(folder, 'out'),
      target: 'node20.18',
      rollupOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'out/writer.mjs');
}

function prepare(): string {
  const file = tempFile();
  const store = openStore({ file });
  addSession(store, sessionId);
  store.close();
  return file;
}

function startWriter(writer: string, file: string, batches?: number): ChildProcess {
  const args = [writer, file, ...(batches ? [String(batches)] : [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

describe('the database', () => {
  it('keeps every batch that was answered, and no half one, when the writer is killed', async () => {
    const file = prepare();
    const child = startWriter(await bundleWriter(dirname(file)), file);
    const exited = once(child, 'exit');
    let answered = 0;
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      answered = Number(line);
      if (answered >= 500) child.kill('SIGKILL');
    }
    expect((await exited)[1]).toBe('SIGKILL');

    const store = openStore({ file });
    onTestFinished(() => store.close());
    const last = store.events.lastSeq(sessionId);
    expect(last).toBeGreaterThanOrEqual(answered);
    expect(last % 10).toBe(0);
    expect(store.events.count(sessionId)).toBe(last);
    expect(openRaw(file).pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('takes turns between two processes that write at the same time', async () => {
    const file = prepare();
    const writer = await bundleWriter(dirname(file));
    const children = [startWriter(writer, file, 100), startWriter(writer, file, 100)];
    const codes = await Promise.all(
      children.map(async (child) => {
        child.stdout?.resume();
        return (await once(child, 'exit'))[0];
      }),
    );
    expect(codes).toEqual([0, 0]);
    const store = openStore({ file });
    onTestFinished(() => store.close());
    expect(store.events.count(sessionId)).toBe(2000);
    expect(store.events.lastSeq(sessionId)).toBe(2000);
    expect(openRaw(file).pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('can be opened twice, and both see what either wrote', () => {
    const file = tempFile();
    const stores = [openStore({ file }), openStore({ file })];
    for (const [index, store] of stores.entries()) store.settings.set(`by ${index}`, index);
    expect(stores[0]?.settings.all()).toEqual({ 'by 0': 0, 'by 1': 1 });
    for (const store of stores) store.close();
  });
});
