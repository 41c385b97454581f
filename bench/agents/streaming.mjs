// An agent that does what its prompt says: `pace <updates per second> <seconds>`, `flood <updates>` or `line <MB>`.
import { runGoodAgent } from '../../tests/fakes/agents/lib/good-agent.mjs';
import { answer, write } from '../../tests/fakes/agents/lib/wire.mjs';

/** A tool call after this many words, so that messages end and new ones begin. */
const WORDS_PER_MESSAGE = 250;
const TICK_MS = 5;
const session = `s${process.pid}`;

runGoodAgent({
  'session/new': ({ id }) => answer(id, { sessionId: session }),
  'session/prompt': async ({ id, params }) => {
    const [what, ...numbers] = params.prompt[0].text.split(' ');
    const [first, second] = numbers.map(Number);
    if (what === 'pace') await pace(first, second);
    if (what === 'flood') await flood(first);
    if (what === 'line') await write(line(word('x'.repeat(first * 1024 * 1024))));
    await answer(id, { stopReason: 'end_turn' });
  },
});

let count = 0;

async function pace(perSecond, seconds) {
  const total = perSecond * seconds;
  const started = performance.now();
  let sent = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond));
      if (sent < due) write(lines(due - sent));
      sent = due;
      if (sent < total) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
}

async function flood(total) {
  for (let sent = 0; sent < total; sent += 1000) await write(lines(Math.min(1000, total - sent)));
}

function lines(many) {
  let text = '';
  for (let index = 0; index < many; index++) {
    text += line(word(`${count} words in it `));
    if (++count % WORDS_PER_MESSAGE === 0) text += toolCall(`t${count}`);
  }
  return text;
}

const word = (text) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });

function toolCall(toolCallId) {
  const call = { sessionUpdate: 'tool_call', toolCallId, title: 'Read', kind: 'read', status: 'pending' };
  return line(call) + line({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed' });
}

function line(update) {
  return `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params: { sessionId: session, update } })}\n`;
}
