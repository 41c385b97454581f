import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
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

function startWriter(writer: string, file: string): ChildProcess {
  const args = [writer, file];
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

  it('refuses a second process while one has it, and lets it in as soon as that one is killed', async () => {
    const file = prepare();
    const writer = await bundleWriter(dirname(file));
    const first = startWriter(writer, file);
    const exited = once(first, 'exit');
    await once(first.stdout as NodeJS.ReadableStream, 'data');
    first.stdout?.resume();

    expect(() => openStore({ file })).toThrow(
      expect.objectContaining({
        code: 'store.unusable',
        message: expect.stringMatching(/in use by another Coppice/),
        hint: expect.stringMatching(/quit it/),
      }),
    );
    const second = spawn(process.execPath, [writer, file, '1'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
    expect(said).toMatch(/in use by another Coppice/);
    expect(code).toBe(1);

    first.kill('SIGKILL');
    await exited;
    const store = openStore({ file });
    onTestFinished(() => store.close());
    expect(store.events.count(sessionId)).toBe(store.events.lastSeq(sessionId));
    expect(store.events.count(sessionId)).toBeGreaterThan(0);
  });

  it('can be read by others while it is open, opened again once closed, but not twice', () => {
    const file = tempFile();
    const store = openStore({ file });
    store.settings.set('theme', 'dark');
    expect(openRaw(file).prepare('SELECT value FROM settings').pluck().get()).toBe('"dark"');
    expect(() => openStore({ file })).toThrow(expect.objectContaining({ code: 'store.unusable' }));
    store.close();
    openStore({ file }).close();
  });
});
