// JSON-RPC over stdin and stdout by hand: a library would not let an agent misbehave.

let nextId = 1;
const waiting = new Map();

/** Writes text as it is. */
export function write(text) {
  return new Promise((resolve) => process.stdout.write(text, resolve));
}

export function send(message) {
  return write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

export function answer(id, result) {
  return send({ id, result });
}

export function refuse(id, code, message, data) {
  return send({ id, error: { code, message, ...(data && { data }) } });
}

export function update(sessionId, body) {
  return send({ method: 'session/update', params: { sessionId, update: body } });
}

export function text(sessionId, words, extra = {}) {
  return update(sessionId, {
    sessionUpdate: 'agent_message_chunk',
    content: { type: 'text', text: words },
    ...extra,
  });
}

/** Asks the client; resolves to its whole answer message. */
export function ask(method, params, id = nextId++) {
  const answered = new Promise((resolve) => waiting.set(id, resolve));
  send({ id, method, params });
  return answered;
}

/** Calls `onMessage` for each request and notification of the client, and ends with its input unless told not to. */
export function serve(onMessage, { exitOnEnd = true } = {}) {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines.filter(Boolean)) {
      const message = JSON.parse(line);
      if (message.method) onMessage(message);
      else waiting.get(message.id)?.(message);
    }
  });
  if (exitOnEnd) process.stdin.on('end', () => process.exit(0));
}
