import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One piece of a scripted answer. */
export type Piece =
  | { text: string }
  | { reasoning: string }
  | { tool: string; input: unknown; id?: string }
  /** Break the connection here. */
  | { drop: true }
  /** Send nothing more and keep the connection open. */
  | { hang: true };

/** What the fake model does with one request. */
export type Reply =
  | { pieces: Piece[]; finish?: 'stop' | 'length' }
  | { status: number; body?: unknown; headers?: Record<string, string> };

export interface ModelRequest {
  url: string;
  headers: IncomingMessage['headers'];
  body: {
    model?: string;
    messages?: { role: string; content: unknown }[];
    tools?: unknown[];
    system?: unknown;
  };
  /** The last user message's text, which picks the script. */
  prompt: string;
  /** How many requests came for this prompt before this one. */
  round: number;
}

type Script = (request: ModelRequest) => Reply;

/** A model endpoint on loopback that speaks OpenAI chat completions and Anthropic messages, both streaming. */
export class ModelServer {
  readonly requests: ModelRequest[] = [];
  /** Connections the other side closed before the answer was over. */
  aborted = 0;
  private readonly scripts = new Map<string, Script>();
  private readonly waiters: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ModelServer> {
    const server = createServer();
    const fake = new ModelServer(server);
    server.on('request', (request, response) => {
      fake.handle(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Answers prompts that contain `keyword`; with a list, one reply per request, the last one repeating. */
  on(keyword: string, replies: Script | Reply[]): this {
    const script: Script = (request) => pickReply(replies, request);
    this.scripts.set(keyword, script);
    return this;
  }

  /** Resolves once a client broke off a request. */
  async waitForAbort(): Promise<void> {
    while (this.aborted === 0) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    if (url.endsWith('/models')) {
      const data = [{ id: 'fake-model', context_length: 32_000 }, { id: 'other-model' }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
      return;
    }
    const body = JSON.parse(await readBody(request)) as ModelRequest['body'];
    const prompt = lastPrompt(body.messages ?? []);
    const round = this.requests.filter((earlier) => earlier.prompt === prompt).length;
    const asked: ModelRequest = { url, headers: request.headers, body, prompt, round };
    this.requests.push(asked);
    response.on('close', () => {
      if (response.writableFinished || response.destroyed === false) return;
      this.aborted += 1;
      for (const resolve of this.waiters.splice(0)) resolve();
    });
    const script = [...this.scripts].find(([keyword]) => prompt.includes(keyword))?.[1];
    const reply = script?.(asked) ?? { status: 500, body: { error: { message: `no script for ${prompt}` } } };
    if ('status' in reply) {
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(JSON.stringify(reply.body ?? { error: { message: `scripted ${reply.status}` } }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const isAnthropic = url.endsWith('/messages');
    const events = isAnthropic ? anthropicEvents(reply) : openAiEvents(reply);
    for (const event of events) {
      if (event === 'drop') {
        // What was written is sent first; the missing last chunk tells the client that it was cut short.
        await new Promise((resolve) => response.write(': cut\n\n', resolve));
        response.socket?.destroy();
        return;
      }
      if (event === 'hang') return;
      response.write(event);
    }
    response.end();
  }
}

function pickReply(replies: Script | Reply[], request: ModelRequest): Reply {
  if (typeof replies === 'function') return replies(request);
  const reply = replies[Math.min(request.round, replies.length - 1)];
  if (!reply) throw new Error('an empty script');
  return reply;
}

type Scripted = Extract<Reply, { pieces: Piece[] }>;

function* openAiEvents({ pieces, finish }: Scripted): Generator<string | 'drop' | 'hang'> {
  const chunk = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'fake-model', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  let tools = 0;
  yield chunk({ role: 'assistant', content: '' });
  for (const piece of pieces) {
    if ('drop' in piece || 'hang' in piece) yield 'drop' in piece ? 'drop' : 'hang';
    if ('text' in piece) yield chunk({ content: piece.text });
    if ('reasoning' in piece) yield chunk({ reasoning_content: piece.reasoning });
    if ('tool' in piece) {
      const index = tools++;
      const [start, end] = halves(JSON.stringify(piece.input));
      const head = { index, id: piece.id ?? `call_${index}`, type: 'function' };
      yield chunk({ tool_calls: [{ ...head, function: { name: piece.tool, arguments: start } }] });
      yield chunk({ tool_calls: [{ index, function: { arguments: end } }] });
    }
  }
  yield chunk({}, tools > 0 ? 'tool_calls' : (finish ?? 'stop'));
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  yield `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'fake-model', choices: [], usage })}\n\n`;
  yield 'data: [DONE]\n\n';
}

function* anthropicEvents({ pieces, finish }: Scripted): Generator<string | 'drop' | 'hang'> {
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const usage = { input_tokens: 100, output_tokens: 1 };
  const message = { id: 'm1', type: 'message', role: 'assistant', model: 'fake-model', content: [], usage };
  yield event('message_start', { message: { ...message, stop_reason: null, stop_sequence: null } });
  let usesTools = false;
  for (const [index, piece] of pieces.entries()) {
    if ('drop' in piece || 'hang' in piece) {
      yield 'drop' in piece ? 'drop' : 'hang';
      continue;
    }
    const { block, deltas } = anthropicBlock(piece, index);
    usesTools ||= 'tool' in piece;
    yield event('content_block_start', { index, content_block: block });
    for (const delta of deltas) yield event('content_block_delta', { index, delta });
    yield event('content_block_stop', { index });
  }
  const stop_reason = usesTools ? 'tool_use' : finish === 'length' ? 'max_tokens' : 'end_turn';
  yield event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 20 } });
  yield event('message_stop', {});
}

function anthropicBlock(piece: Exclude<Piece, { drop: true } | { hang: true }>, index: number) {
  if ('text' in piece) {
    return { block: { type: 'text', text: '' }, deltas: [{ type: 'text_delta', text: piece.text }] };
  }
  if ('reasoning' in piece) {
    const block = { type: 'thinking', thinking: '', signature: '' };
    const signature = { type: 'signature_delta', signature: 'sig' };
    return { block, deltas: [{ type: 'thinking_delta', thinking: piece.reasoning }, signature] };
  }
  const [start, end] = halves(JSON.stringify(piece.input));
  const block = { type: 'tool_use', id: piece.id ?? `toolu_${index}`, name: piece.tool, input: {} };
  const deltas = [start, end].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  return { block, deltas };
}

function halves(text: string): [string, string] {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

function lastPrompt(messages: { role: string; content: unknown }[]): string {
  for (const message of [...messages].reverse()) {
    if (message.role !== 'user') continue;
    if (typeof message.content === 'string') return message.content;
    const parts = message.content as { type: string; text?: string }[];
    const text = parts.filter((part) => part.type === 'text').map((part) => part.text);
    // Anthropic sends tool results as user messages.
    if (text.length > 0) return text.join('');
  }
  return '';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
