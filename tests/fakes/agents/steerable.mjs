import { createGoodAgent, runGoodAgent } from './lib/good-agent.mjs';
import { answer, refuse, text } from './lib/wire.mjs';

// Takes a word into its running turn. The argument says what it answers when it does not: an outcome, "error", or
// nothing at all as it ends ("exit").
const [, , otherwise] = process.argv;
const good = createGoodAgent();
let finish;
runGoodAgent({
  initialize: ({ id }) =>
    answer(id, { protocolVersion: 1, agentCapabilities: {}, _meta: { steering: { supported: true } } }),
  'session/prompt': async (message) => {
    const { id, params } = message;
    if (params.prompt[0].text !== 'wait') return good['session/prompt'](message);
    finish = (stopReason) => answer(id, { stopReason });
    await text(params.sessionId, 'Waiting. ');
  },
  'session/cancel': () => finish('cancelled'),
  '_session/steering': async ({ id, params }) => {
    if (otherwise === 'error') return refuse(id, -32603, 'no');
    if (otherwise === 'exit') return process.exit(1);
    if (otherwise) return answer(id, { outcome: otherwise });
    await answer(id, { outcome: 'injected' });
    await text(params.sessionId, `Told: ${params.prompt[0].text}`);
    await finish('end_turn');
  },
});
