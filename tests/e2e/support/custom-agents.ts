import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

const nodeAgent = (id: string, name: string, script: string) => ({
  id,
  name,
  backend: 'acp',
  command: process.execPath,
  args: [join(root, script)],
});

/** Writes files and says things when told to. */
export const scribe = nodeAgent('scribe', 'Scribe', 'tests/e2e/support/agents/scribe.mjs');

/** Another one that does the same. */
export const clerk = nodeAgent('clerk', 'Clerk', 'tests/e2e/support/agents/scribe.mjs');

/** Works for ever on its first words, and hears no cancel. */
export const deaf = nodeAgent('deaf', 'Deaf', 'tests/fakes/agents/ignores-cancel.mjs');

/** Counts to 50,000 as fast as it is read. */
export const counter = nodeAgent('counter', 'Counter', 'tests/fakes/agents/flood.mjs');

/** Answers with what it was sent, and never brings a conversation back. */
export const retells = nodeAgent('retells', 'Retells', 'tests/fakes/agents/retells.mjs');

/** The example agent of another version of the protocol's own SDK: none of our code. */
export const peer = nodeAgent('peer', 'Example peer', 'node_modules/acp-example-peer/dist/examples/agent.js');

/** Writes agents.json into the data folder of a test, which may not exist yet. */
export function writeAgentsFile(scratch: string, content: string | { agents: object[] }): void {
  const folder = join(scratch, 'data');
  mkdirSync(folder, { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  writeFileSync(join(folder, 'agents.json'), text);
}
