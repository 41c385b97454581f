import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { AgentProcess, type AgentProcessOptions } from './agent-process';
import { bundleAgent } from './bundle-agent';

const exec = promisify(execFile);

/** Bundles the agent once per test file; ends processes and removes folders after each test. */
export function agentFixture() {
  let entry: string;
  const agents: AgentProcess[] = [];
  const folders: string[] = [];

  beforeAll(async () => {
    entry = await bundleAgent();
  }, 120_000);
  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.kill()));
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
  });
  afterAll(() => rm(dirname(entry), { recursive: true, force: true }));

  return {
    async start(options: Omit<AgentProcessOptions, 'entry'> = {}): Promise<AgentProcess> {
      const agent = await AgentProcess.start({ entry, ...options });
      agents.push(agent);
      return agent;
    },
    /** A fresh folder, removed after the test. */
    async folder(): Promise<string> {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'coppice agent ')));
      folders.push(folder);
      return folder;
    },
    /** A git repository with these files. */
    async repository(files: Record<string, string | Buffer> = {}): Promise<string> {
      const root = await this.folder();
      await exec('git', ['init', '-q'], { cwd: root });
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), content);
      }
      return root;
    },
  };
}
