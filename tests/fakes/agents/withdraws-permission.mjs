import { permissionParams, runGoodAgent } from './lib/good-agent.mjs';
import { answer, ask, send, text } from './lib/wire.mjs';

// Asks twice at once and takes the first question back; the second is the user's to answer.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    const first = ask('session/request_permission', permissionParams(sessionId, 'a'), 'first');
    const second = ask('session/request_permission', permissionParams(sessionId, 'b'), 'second');
    await send({ method: '$/cancel_request', params: { requestId: 'first' } });
    const outcomes = [(await first).result.outcome, (await second).result.outcome];
    await text(sessionId, JSON.stringify(outcomes));
    await answer(id, { stopReason: 'end_turn' });
  },
});
