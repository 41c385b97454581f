// Plays a recorded agent: `replay.mjs <recording.jsonl.gz>`. Says what it said, in order, and waits wherever it
// then waited for the client. `_replay/cancel` asks the driver to cancel now, `_replay/done` says all is said.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { answer, refuse, send, write } from './lib/wire.mjs';

// What this client never sends, because it needs none of it.
const SKIPPED = ['session/list', 'session/close'];

const script = readScript(process.argv[2]);
const inbox = [];
const liveIds = new Map();
let wake = () => {};
let prompting = 0;
let cancelled = false;

listen();
await play();

function readScript(path) {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n').map(JSON.parse);
  const fork = lines.findIndex(({ msg }) => msg?.method === 'session/fork');
  return withOpening(fork < 0 ? lines : lines.slice(0, fork));
}

/** A recording may begin in the middle of a conversation; then its opening is made up. */
function withOpening(lines) {
  const has = (method) => lines.some(({ dir, msg }) => dir === 'c2a' && msg.method === method);
  const sessionId = lines.find(({ msg }) => msg?.params?.sessionId)?.msg.params.sessionId;
  const exchange = (id, method, result) => [
    { dir: 'c2a', msg: { id, method } },
    { dir: 'a2c', msg: { id, result } },
  ];
  if (!has('initialize')) {
    const opening = [
      ...exchange('opening-1', 'initialize', { protocolVersion: 1, agentCapabilities: {} }),
      ...exchange('opening-2', 'session/new', { sessionId }),
    ];
    return [...opening, ...lines];
  }
  // So that the client brings the conversation back the way the recording did.
  if (has('session/load')) {
    const { result } = lines.find(({ dir, msg }) => dir === 'a2c' && msg.result?.protocolVersion).msg;
    delete result.agentCapabilities.sessionCapabilities?.resume;
  }
  return lines;
}

function listen() {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    inbox.push(...lines.filter(Boolean).map(JSON.parse));
    wake();
  });
}

async function play() {
  const skippedIds = new Set();
  for (const { dir, msg, text } of script) {
    if (dir === 'stderr') process.stderr.write(`${text}\n`);
    if (dir === 'c2a') {
      if (SKIPPED.includes(msg.method)) skippedIds.add(msg.id);
      else await hear(msg);
    }
    if (dir === 'a2c' && !(!msg.method && skippedIds.has(msg.id))) await say(msg);
  }
  await send({ method: '_replay/done' });
}

async function say(msg) {
  if (msg.method) return write(`${JSON.stringify(msg)}\n`);
  if (!liveIds.has(msg.id)) return undefined;
  const { id, method } = liveIds.get(msg.id);
  if (method === 'session/prompt') prompting--;
  return msg.error ? send({ id, error: msg.error }) : answer(id, msg.result);
}

/** Waits for what the recorded client did at this point. */
async function hear(msg) {
  if (msg.method === 'session/cancel') {
    // Only the first cancel of a running turn is one that this client sends.
    if (prompting === 0 || cancelled) return;
    cancelled = true;
    await send({ method: '_replay/cancel' });
  }
  const isAwaited = (message) =>
    msg.method ? message.method === msg.method : !message.method && message.id === msg.id;
  const heard = await take(isAwaited);
  if (msg.method === 'session/prompt') {
    prompting++;
    cancelled = false;
  }
  if (msg.method && 'id' in msg) liveIds.set(msg.id, { id: heard.id, method: msg.method });
}

async function take(isAwaited) {
  for (;;) {
    const index = inbox.findIndex(isAwaited);
    if (index >= 0) return inbox.splice(index, 1)[0];
    for (const stray of inbox.filter(({ id, method }) => id !== undefined && method)) {
      inbox.splice(inbox.indexOf(stray), 1);
      await refuse(stray.id, -32601, `the recording has no ${stray.method} here`);
    }
    await new Promise((resolve) => {
      wake = resolve;
    });
  }
}
