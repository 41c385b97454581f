import type { AgentId, RequestId } from '../../../../src/shared/domain/ids';
import type { Entry } from '../../../../src/shared/domain/transcript';

let seq = 0;

/** A text entry with a seq of its own. */
export function said(agent: string, text: string, over: Partial<Entry> = {}): Entry {
  seq++;
  return {
    id: `text:${seq}`,
    agent: agent as AgentId,
    ts: 1_000_000 + seq,
    seq,
    type: 'text',
    blocks: [{ type: 'text', text }],
    streaming: false,
    ...over,
  } as Entry;
}

export function prompted(agent: string, text: string): Entry {
  return said(agent, text, { type: 'prompt' } as Partial<Entry>);
}

export function asked(agent: string, title: string): Entry {
  return said(agent, '', {
    type: 'permission',
    requestId: `r${seq}` as RequestId,
    title,
    options: [],
  } as Partial<Entry>);
}
