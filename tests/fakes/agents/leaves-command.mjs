import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, update } from './lib/wire.mjs';

// Started before any command, as a language server would be, and out of the group like some of them.
spawn('tail', ['-f', '/dev/null', '--retry'], { stdio: 'ignore', detached: true });
// The clock of processes counts in hundredths of a second: only what is apart by more can be told apart.
await once(spawn('sleep', ['0.1']), 'exit');

// A cancelled turn ends at once, and the command it ran goes on in a session of its own.
let prompt;
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    prompt = id;
    const tool = { toolCallId: 'run', title: 'Wait', kind: 'execute', status: 'in_progress' };
    await update(params.sessionId, { sessionUpdate: 'tool_call', ...tool });
    const command = spawn('/bin/sh', ['-c', 'tail -f /dev/null; :'], { stdio: 'ignore', detached: true });
    command.once('spawn', () =>
      update(params.sessionId, { sessionUpdate: 'tool_call_update', toolCallId: 'run', title: 'Waits' }),
    );
  },
  'session/cancel': () => answer(prompt, { stopReason: 'cancelled' }),
});
