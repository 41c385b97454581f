// `doomed-host <folder of run files> <agent program>`: starts agents as the app does, prints whom, and stays.
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { startAgentProcess } from '../../../src/main/services/backends/acp/agent-process';
import { silentLog } from '../../../src/main/services/log';
import { noteGroupsIn } from '../../../src/main/services/platform/process-group';
import { ProcessRegistry } from '../../../src/main/services/processes/process-registry';
import { agentId } from '../../../src/shared/domain/ids';

const [folder = '', program = ''] = process.argv.slice(2);
const registry = new ProcessRegistry({ folder, log: silentLog });
noteGroupsIn(registry);

async function start(...args: string[]): Promise<number[]> {
  const agent = {
    id: agentId.parse('stubborn'),
    name: 'Stubborn',
    backend: 'acp' as const,
    command: process.execPath,
    args: [program, ...args],
    env: {},
  };
  const { group } = await startAgentProcess(agent, tmpdir(), process.env, silentLog);
  const [said] = (await once(group.child.stdout, 'data')) as [Buffer];
  return [group.pid, Number(said.toString())];
}

const pids = [...(await start()), ...(await start('leave'))];
process.stdout.write(`${JSON.stringify({ owner: registry.owner, pids })}\n`);
setInterval(() => {}, 60_000);
