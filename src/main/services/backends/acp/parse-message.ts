import { isRecord, type Json } from './json';

/** A JSON-RPC message, or undefined. A missing `jsonrpc` member is forgiven. */
export function parseMessage(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const isMessage =
      typeof value.method === 'string' || ('id' in value && ('result' in value || 'error' in value));
    if (!isMessage) return undefined;
    value.jsonrpc = '2.0';
    return value;
  } catch {
    return undefined;
  }
}

/** True for what an agent says of a conversation without asking anything. */
export function isUpdate(message: Json): boolean {
  return message.method === 'session/update' && !('id' in message);
}
