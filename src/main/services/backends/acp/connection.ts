import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { type AnyMessage, type ClientConnection, client } from '@agentclientprotocol/sdk';
import { WorkSlices } from '../../../platform/work-slices';
import type { Log } from '../../log';
import type { Json } from './json';
import { type Line, LineSplitter } from './line-splitter';
import type { ParsedLine } from './long-line-thread';
import { isUpdate, parseMessage } from './parse-message';

/** Agents put whole command outputs into one line. Up to half a megabyte it is read within a frame. */
const LINE_LIMITS = { long: 512 * 1024, max: 256 * 1024 * 1024 };
/**
 * How many requests of an agent may wait for our answer to be read. One that reads nothing and goes on asking is not
 * listened to meanwhile, so that answers never pile up without bound.
 */
const MAX_UNANSWERED = 256;
/** One for all agents of this process, as they share its thread. */
const slices = new WorkSlices();

/** The text of a line, or its bytes when that is not kept. */
export type Noise = { text: string } | { dropped: number };

export interface ConnectionHandlers {
  /** Called for every `session/update`, in wire order, with its params as the agent sent them. */
  onUpdate(params: unknown): void;
  /** Undefined while there is room for more updates; else nothing more is read until it resolves. */
  room(): Promise<void> | undefined;
  /** Answers a request of the agent; throws `RequestError`. `signal` aborts when the agent withdraws it. */
  onRequest(method: string, params: unknown, signal: AbortSignal): Promise<unknown>;
  /** Called for output that is not a message, or is one too long to keep. */
  onNoise(line: Noise): void;
  /** Reads a long line beside this process's event loop. */
  parseLongLine(pieces: Buffer[]): Promise<ParsedLine>;
}

export interface AcpConnection {
  /** Rejects with `RequestError`, or with another error once the connection is closed. */
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): Promise<void>;
  /** Resolves when the agent's output has ended and all of it has been handled. Never rejects. */
  readonly ended: Promise<void>;
  close(): void;
}

/**
 * Speaks ACP v1 with a program's stdin and stdout. The official SDK matches requests with answers; updates
 * go past it, because it drops those whose kind, enum value or content type it does not know. Requests reach
 * the handler unvalidated for the same reason. What is not a message never gets an answer.
 */
export function openConnection(
  child: ChildProcessWithoutNullStreams,
  name: string,
  handlers: ConnectionHandlers,
  log: Log,
): AcpConnection {
  let toSdk!: ReadableStreamDefaultController<AnyMessage>;
  const asked = new Set<unknown>();
  let unanswered = 0;
  let onRoom = () => {};
  const readable = new ReadableStream<AnyMessage>({
    start: (controller) => {
      toSdk = controller;
    },
  });
  const writable = new WritableStream<AnyMessage>({
    write: async (message) => {
      if ('method' in message && 'id' in message) asked.add(message.id);
      await writeLine(child, message);
      if ('method' in message) return;
      unanswered--;
      onRoom();
    },
  });
  const connection = client({ name })
    .onRequest('*', ({ method, params, signal }) => handlers.onRequest(method, params, signal))
    .onNotification('*', ({ method }) => log.debug('notification ignored', { agent: name, method }))
    .connect({ readable, writable });

  const deliver = (message: Json) => {
    if (connection.signal.aborted) return;
    // The SDK complains about stray answers on stderr; they mean nothing to us either.
    if (!('method' in message) && !asked.delete(message.id)) return;
    if ('method' in message && 'id' in message) unanswered++;
    toSdk.enqueue(message as unknown as AnyMessage);
  };
  connection.signal.addEventListener('abort', () => onRoom());
  const room = async () => {
    while (unanswered >= MAX_UNANSWERED && !connection.signal.aborted) {
      await new Promise<void>((resolve) => {
        onRoom = resolve;
      });
    }
  };
  const ended = pump(child, deliver, room, handlers)
    .catch((error) => log.debug('agent output failed', { agent: name, error: String(error) }))
    .then(() => connection.close());
  return facade(connection, ended);
}

function facade(connection: ClientConnection, ended: Promise<void>): AcpConnection {
  return {
    request: (method, params) => connection.agent.request<unknown, unknown>(method, params),
    notify: (method, params) => connection.agent.notify<unknown>(method, params),
    ended,
    close: () => connection.close(),
  };
}

function writeLine(child: ChildProcessWithoutNullStreams, message: AnyMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Handles a program's output line by line. After each message given to the SDK it lets one macrotask pass, so
 * that whoever waits for an answer has gone on before the next line is handled: the order of the wire is kept.
 */
async function pump(
  child: ChildProcessWithoutNullStreams,
  deliver: (message: Json) => void,
  room: () => Promise<void>,
  handlers: ConnectionHandlers,
): Promise<void> {
  const splitter = new LineSplitter(LINE_LIMITS);
  let sliceEnd = 0;
  const handle = async (line: Line) => {
    const parsed = await parseLine(line, handlers);
    if (!('message' in parsed)) {
      if (!('text' in parsed) || parsed.text.trim() !== '') handlers.onNoise(parsed);
    } else if (isUpdate(parsed.message)) {
      handlers.onUpdate(parsed.message.params);
      const wait = handlers.room();
      if (wait) await wait;
    } else {
      deliver(parsed.message);
      sliceEnd = 0;
      await room();
    }
    if (performance.now() < sliceEnd) return;
    sliceEnd = await slices.next();
  };
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    for (const line of splitter.push(chunk)) await handle(line);
  }
  const rest = splitter.flush();
  if (rest) await handle(rest);
}

async function parseLine(line: Line, { parseLongLine }: ConnectionHandlers): Promise<ParsedLine> {
  if ('dropped' in line) return line;
  if ('text' in line) {
    const message = parseMessage(line.text);
    return message ? { message } : line;
  }
  const bytes = line.pieces.reduce((sum, { length }) => sum + length, 0);
  return parseLongLine(line.pieces).catch(() => ({ dropped: bytes }));
}
