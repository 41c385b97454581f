import { parentPort } from 'node:worker_threads';
import type { Json } from './json';
import { isUpdate, parseMessage } from './parse-message';
import { shortenUpdate } from './shorten-update';

export interface LongLine {
  id: number;
  pieces: Uint8Array[];
}

export interface LongLineReply {
  id: number;
  line: ParsedLine;
}

/** A message, with the texts of an update shortened; or the beginning of what is none, or has no end of other content. */
export type ParsedLine = { message: Json } | { text: string } | { dropped: number };

/** Enough to show what it is. */
const SHOWN = 2_000;

/** Reads what would hold the event loop for longer than a frame. */
function parse(pieces: Uint8Array[]): ParsedLine {
  const bytes = Buffer.concat(pieces);
  const text = bytes.toString('utf8');
  const message = parseMessage(text);
  if (!message) return { text: text.slice(0, SHOWN) };
  if (!isUpdate(message)) return { message };
  const params = shortened(message.params);
  return params === null ? { dropped: bytes.length } : { message: { ...message, params } };
}

/** Null also for what is nested too deeply: one bad line must not take along those that wait. */
function shortened(params: unknown): unknown {
  try {
    return shortenUpdate(params);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

parentPort?.on('message', ({ id, pieces }: LongLine) => {
  const reply: LongLineReply = { id, line: parse(pieces) };
  parentPort?.postMessage(reply);
});
