import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentsFile } from '../../../src/main/services/agents/agents-file';
import { Catalog } from '../../../src/main/services/agents/catalog';
import { silentLog } from '../../../src/main/services/log';
import { createShellEnv } from '../../../src/main/services/platform/shell-env';
import { agentId } from '../../../src/shared/domain/ids';
import { nodeAgent } from '../../conformance/test-host';

let folder: string;
let bin: string;
let agentsFile: AgentsFile;
let catalog: Catalog;

const known = ['tree', 'bush'].map((id) => ({
  id,
  name: `The ${id}`,
  candidates: [
    { command: `${id}-acp`, args: [] },
    { command: id, args: ['--acp'] },
  ],
  env: { LEAVES: '1' },
  install: `grow ${id}`,
  docsUrl: `https://example.com/${id}`,
}));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coppice-catalog-'));
  bin = join(folder, 'bin');
  await mkdir(bin);
  agentsFile = new AgentsFile({
    path: join(folder, 'data/agents.json'),
    reserved: (id) => id === 'builtin',
    log: silentLog,
  });
  catalog = new Catalog({
    builtin: () => nodeAgent('builtin', ['agent.mjs']),
    agentsFile,
    env: async () => ({ PATH: `${bin}:${process.env.PATH}` }),
    log: silentLog,
    known,
    extraFolders: [],
  });
});

afterEach(async () => {
  await catalog.stop();
  await agentsFile.stop();
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, script = 'echo "tree 1.2.3 (stable)"'): Promise<string> {
  const path = join(bin, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

async function until(
  source: { onChange(listener: () => void): () => void },
  test: () => boolean,
): Promise<void> {
  if (test()) return;
  await new Promise<void>((resolve) => {
    const off = source.onChange(() => {
      if (!test()) return;
      off();
      resolve();
    });
  });
}

const availability = (id: string) => catalog.find(agentId.parse(id))?.availability;

describe('Catalog', () => {
  it('offers the built-in agent at once, and the others while it looks for them', () => {
    expect(catalog.list().map(({ id, source, availability: { kind } }) => [id, source, kind])).toEqual([
      ['builtin', 'builtin', 'ready'],
      ['tree', 'known', 'checking'],
      ['bush', 'known', 'checking'],
    ]);
  });

  it('finds programs on the PATH, then their versions, and says how to install the rest', async () => {
    const path = await program('tree');
    catalog.start();
    await until(catalog, () => JSON.stringify(availability('tree')).includes('1.2.3'));
    expect(availability('tree')).toEqual({ kind: 'ready', path, version: '1.2.3' });
    expect(catalog.definition(agentId.parse('tree'))).toMatchObject({
      command: path,
      args: ['--acp'],
      env: { LEAVES: '1' },
    });
    expect(availability('bush')).toEqual({
      kind: 'missing',
      install: 'grow bush',
      docsUrl: 'https://example.com/bush',
    });
    expect(() => catalog.definition(agentId.parse('bush'))).toThrow(
      expect.objectContaining({ code: 'agent.not-installed', hint: expect.stringContaining('grow bush') }),
    );
    expect(() => catalog.definition(agentId.parse('weed'))).toThrow(
      expect.objectContaining({ code: 'agent.not-found' }),
    );
  });

  it('looks again when asked to', async () => {
    await catalog.refresh();
    expect(availability('bush')?.kind).toBe('missing');
    await program('bush-acp');
    await catalog.refresh();
    expect(availability('bush')?.kind).toBe('ready');
  });

  it('takes over agents.json as it is created, edited and removed', async () => {
    await agentsFile.start();
    catalog.start();
    const path = join(folder, 'data/agents.json');
    const write = (command: string) =>
      writeFile(path, JSON.stringify({ agents: [{ id: 'tree', name: 'My tree', backend: 'acp', command }] }));
    await write('no-such-program');
    await until(catalog, () => availability('tree')?.kind === 'missing' && agentsFile.agents.length === 1);
    expect(() => catalog.definition(agentId.parse('tree'))).toThrow(
      expect.objectContaining({
        message: 'My tree cannot be started: there is no program “no-such-program”.',
        hint: expect.stringContaining('agents.json'),
      }),
    );
    expect(catalog.find(agentId.parse('tree'))).toMatchObject({ name: 'My tree', source: 'custom' });
    const own = await program('own-tree');
    // As many editors save: beside it, then in its place.
    await writeFile(
      `${path}.tmp`,
      JSON.stringify({ agents: [{ id: 'tree', name: 'My tree', backend: 'acp', command: own }] }),
    );
    await rename(`${path}.tmp`, path);
    await until(catalog, () => availability('tree')?.kind === 'ready');
    expect(catalog.definition(agentId.parse('tree')).command).toBe(own);
    await writeFile(path, '{"agents": [{"id": "tree"}]}');
    await until(agentsFile, () => agentsFile.problems.length > 0);
    expect(catalog.problems[0]).toContain('line 1, column 13');
    await rm(path);
    await until(agentsFile, () => agentsFile.problems.length === 0);
    expect(catalog.find(agentId.parse('tree'))?.source).toBe('known');
  });
});

describe('createShellEnv', () => {
  it('gives the login shell’s environment without our own variables', async () => {
    const read = async () => ({
      PATH: '/shell/bin',
      ELECTRON_RUN_AS_NODE: '1',
      COPPICE_HOME: '/x',
      'a b': 'c',
    });
    const env = await createShellEnv({ log: silentLog, read })();
    expect(env.PATH).toBe('/shell/bin');
    expect(Object.keys(env).filter((name) => /ELECTRON|COPPICE|a b/.test(name))).toEqual([]);
  });

  it('reads the shell once', async () => {
    let reads = 0;
    const read = async () => ({ READS: String(++reads) });
    const shellEnv = createShellEnv({ log: silentLog, read });
    const [first, second] = await Promise.all([shellEnv(), shellEnv()]);
    expect([first?.READS, second?.READS]).toEqual(['1', '1']);
    expect(second).not.toBe(first);
  });

  it.each([
    ['fails', async () => Promise.reject(new Error('no shell'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('falls back to our own when the shell %s', async (_how, read) => {
    const env = await createShellEnv({ log: silentLog, deadline: 20, read })();
    expect(env.PATH).toBe(process.env.PATH);
  });

  it('reads the real login shell', async () => {
    const env = await createShellEnv({ log: silentLog })();
    expect(env.PATH).toBeTruthy();
  });

  it.skipIf(process.platform === 'win32')(
    'says that agents.json is a pipe, a folder or too large',
    async () => {
      const path = join(folder, 'data/agents.json');
      await mkdir(join(folder, 'data'), { recursive: true });
      execFileSync('mkfifo', [path]);
      await agentsFile.start();
      expect(agentsFile.problems).toEqual(['agents.json is not a file.']);
      await rm(path);
      await mkdir(path);
      await agentsFile.refresh();
      expect(agentsFile.problems).toEqual(['agents.json is not a file.']);
      await rm(path, { recursive: true });
      await writeFile(path, ' '.repeat(1024 * 1024 + 1));
      await agentsFile.refresh();
      expect(agentsFile.problems).toEqual(['agents.json is larger than 1024 KB.']);
    },
  );

  it('reads garbage quickly and keeps its problems to a few', async () => {
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data/agents.json'), '}{'.repeat(400_000));
    await agentsFile.start();
    expect(agentsFile.problems.length).toBeGreaterThan(0);
    expect(agentsFile.problems.length).toBeLessThanOrEqual(51);
  });
});
