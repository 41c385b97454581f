import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, refuse, text } from './lib/wire.mjs';

// Answers with what it was sent; brings a conversation back only while the file COPPICE_REMEMBER exists.
runGoodAgent({
  'session/new': ({ id }) => answer(id, { sessionId: randomUUID() }),
  'session/resume': ({ id }) =>
    existsSync(process.env.COPPICE_REMEMBER ?? '') ? answer(id, {}) : refuse(id, -32603, 'Internal error'),
  'session/load': ({ id }) => refuse(id, -32603, 'Internal error'),
  'session/list': ({ id }) => answer(id, { sessions: [] }),
  'session/prompt': async ({ id, params }) => {
    const heard = params.prompt.map(({ type, text, resource }) => ({ type, text: text ?? resource.text }));
    await text(params.sessionId, JSON.stringify(heard));
    await answer(id, { stopReason: 'end_turn' });
  },
});
