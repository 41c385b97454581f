import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropic } from './model-formats/anthropic';
import { gemini } from './model-formats/gemini';
import { openAiChat } from './model-formats/openai-chat';
import { openAiResponses } from './model-formats/openai-responses';
import type { ModelFormat, Said, ScriptedAnswer } from './model-formats/script';

export type { Piece, Said } from './model-formats/script';

/** What the fake model does with one request. */
export type Reply = ScriptedAnswer | { status: number; body?: unknown; headers?: Record<string, string> };

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
  conversation: Said[];
}

export type Script = (request: ModelRequest) => Reply;

/**
 * A model endpoint on loopback that streams OpenAI chat completions and responses, Anthropic messages and Gemini
 * content; which one is told by the address.
 */
export class ModelServer {
  readonly requests: ModelRequest[] = [];
  /** Connections the other side closed before the answer was over. */
  aborted = 0;
  private readonly scripts = new Map<string, Script>();
  private fallback: Script = ({ prompt }) => ({
    status: 500,
    body: { error: { message: `no script for ${prompt}` } },
  });
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

  /** Answers what no keyword is for. */
  otherwise(script: Script): this {
    this.fallback = script;
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
    // Some agents knock first.
    if (request.method !== 'POST') {
      response.end();
      return;
    }
    const body = JSON.parse(await readBody(request)) as ModelRequest['body'];
    const format = formatOf(url);
    const conversation = format.conversation(body);
    const prompt = conversation.findLast(({ by, text }) => by === 'user' && text !== '')?.text ?? '';
    const round = this.requests.filter((earlier) => earlier.prompt === prompt).length;
    const asked: ModelRequest = { url, headers: request.headers, body, prompt, round, conversation };
    this.requests.push(asked);
    response.on('close', () => {
      if (response.writableFinished || response.destroyed === false) return;
      this.aborted += 1;
      for (const resolve of this.waiters.splice(0)) resolve();
    });
    const script = [...this.scripts].find(([keyword]) => prompt.includes(keyword))?.[1];
    const reply = (script ?? this.fallback)(asked);
    if ('status' in reply) {
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(JSON.stringify(reply.body ?? { error: { message: `scripted ${reply.status}` } }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of format.output(reply)) {
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

function formatOf(url: string): ModelFormat {
  const { pathname } = new URL(url, 'http://localhost');
  if (pathname.endsWith('/messages')) return anthropic;
  if (pathname.endsWith('/responses')) return openAiResponses;
  return pathname.includes('enerateContent') ? gemini : openAiChat;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
