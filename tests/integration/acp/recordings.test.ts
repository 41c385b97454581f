import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../../src/main/services/log';
import type { AgentEventBody } from '../../../src/shared/domain/agent-event';
import { fakeAgent, TestHost } from '../../conformance/test-host';

const FOLDER = join(import.meta.dirname, '../../fixtures/recordings');
// Two prompts at once, or two conversations in one process: Coppice does neither.
const NOT_OURS = /-(busy|two-sessions)\.jsonl\.gz$/;

type Json = Record<string, unknown>;
interface Message {
  id?: unknown;
  method?: string;
  params?: { sessionId?: string; update?: Json; [key: string]: unknown };
  result?: Json;
}
interface Line {
  dir: string;
  msg?: Message;
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.jsonl.gz') && !NOT_OURS.test(file));

let host: TestHost;

beforeEach(async () => {
  host = await TestHost.create();
});

afterEach(async () => {
  await host.dispose();
  expect(await host.survivors()).toEqual([]);
});

describe('recorded agents', () => {
  it('are here', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  it.each(files)('%s gives a transcript with nothing lost, doubled or out of order', async (file) => {
    const recording = readRecording(join(FOLDER, file));
    await drive(file, recording);
    expectNothingLost(recording);
    expectMessages(recording);
    expectTools(recording);
    expectOrder(recording);
  });
});

interface Recording {
  lines: Line[];
  /** The updates of our conversation before and from the first prompt on. */
  history: Json[];
  live: Json[];
  /** The tool calls that live permission requests are about. */
  asked: Json[];
  resumeId: string | undefined;
  prompts: number;
}

function readRecording(path: string): Recording {
  const all = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  const parsed = all.map((line) => JSON.parse(line) as Line);
  const fork = parsed.findIndex(({ msg }) => msg?.method === 'session/fork');
  const lines = fork < 0 ? parsed : parsed.slice(0, fork);
  const sent = lines.flatMap(({ dir, msg }) => (dir === 'c2a' && msg ? [msg] : []));
  const restore = sent.find(({ method }) => method === 'session/load' || method === 'session/resume');
  const first = lines.findIndex(({ msg }) => msg?.method === 'session/prompt');
  const updates = (part: Line[]) =>
    part.flatMap(({ msg }) => (msg?.method === 'session/update' ? [msg.params?.update as Json] : []));
  return {
    lines,
    history: updates(lines.slice(0, first)),
    live: updates(lines.slice(first)),
    asked: lines.flatMap(({ msg }) =>
      msg?.method === 'session/request_permission' ? [msg.params?.toolCall as Json] : [],
    ),
    resumeId: restore?.params?.sessionId,
    prompts: sent.filter(({ method }) => method === 'session/prompt').length,
  };
}

/** Plays the recording through a backend, answering and cancelling as its user did. */
async function drive(file: string, { lines, resumeId, prompts }: Recording): Promise<void> {
  let onCancel = () => {};
  let onDone = () => {};
  const done = new Promise<void>((resolve) => {
    onDone = resolve;
  });
  const log: Log = {
    ...silentLog,
    debug: (_message, data) => {
      if (data?.method === '_replay/cancel') onCancel();
      if (data?.method === '_replay/done') onDone();
    },
  };
  const verdicts = recordedVerdicts(lines);
  const backend = host.backend(fakeAgent('replay', [join(FOLDER, file)]), { log });
  host.answer = (_request, signal) => {
    const verdict = verdicts.shift();
    if (verdict !== undefined) return Promise.resolve({ outcome: 'selected', optionId: verdict });
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve({ outcome: 'cancelled' }), { once: true }),
    );
  };
  const handle = await host.ensure(backend, resumeId ? { resumeId } : {});
  for (let turn = 0; turn < prompts; turn++) {
    const control = new AbortController();
    onCancel = () => control.abort();
    const { stopReason } = await host.prompt(backend, handle, 'go', control.signal);
    expect(stopReason === 'cancelled' || !control.signal.aborted).toBe(true);
  }
  await done;
}

/** For each permission request in order: the option that was chosen, or undefined when it was cancelled. */
function recordedVerdicts(lines: Line[]): (string | undefined)[] {
  return lines.flatMap(({ msg }, index) => {
    if (msg?.method !== 'session/request_permission') return [];
    const reply = lines
      .slice(index)
      .find(({ dir, msg: later }) => dir === 'c2a' && !later?.method && later?.id === msg.id);
    const outcome = reply?.msg?.result?.outcome as { optionId?: string } | undefined;
    return [outcome?.optionId];
  });
}

function emitted<K extends AgentEventBody['kind']>(kind: K, origin: 'live' | 'replay') {
  return host.emitted.flatMap((event) =>
    event.body.kind === kind && event.origin === origin
      ? [event.body as Extract<AgentEventBody, { kind: K }>]
      : [],
  );
}

const CHUNKS = {
  agent_message_chunk: 'text',
  agent_thought_chunk: 'reasoning',
  user_message_chunk: 'user_message',
} as const;

function ofKind(updates: Json[], ...kinds: string[]): Json[] {
  return updates.filter(({ sessionUpdate }) => kinds.includes(sessionUpdate as string));
}

/** Every update is told exactly once: history as a replay, the rest live. */
function expectNothingLost({ history, live, asked, lines, resumeId }: Recording): void {
  for (const [native, kind] of Object.entries(CHUNKS)) {
    const before = resumeId ? ofKind(history, native).length : 0;
    expect(emitted(kind, 'replay'), `replayed ${native}`).toHaveLength(before);
    expect(emitted(kind, 'live'), native).toHaveLength(ofKind([...history, ...live], native).length - before);
  }
  const tools = (origin: 'live' | 'replay') =>
    emitted('tool_call', origin).length + emitted('tool_update', origin).length;
  expect(tools('replay')).toBe(ofKind(history, 'tool_call', 'tool_call_update').length);
  expect(tools('live')).toBe(ofKind(live, 'tool_call', 'tool_call_update').length + asked.length);
  const all = [...history, ...live];
  expect(emitted('commands', 'live')).toHaveLength(ofKind(all, 'available_commands_update').length);
  expect(emitted('session_info', 'live')).toHaveLength(ofKind(all, 'session_info_update').length);
  const totals = lines.filter(({ dir, msg }) => dir === 'a2c' && msg?.result?.usage).length;
  expect(emitted('usage', 'live')).toHaveLength(ofKind(all, 'usage_update').length + totals);
  expect(emitted('unknown', 'live')).toEqual([]);
  expect(emitted('unknown', 'replay')).toEqual([]);
}

/** The text of each message is that of its chunks. */
function expectMessages({ live }: Recording): void {
  for (const native of ['agent_message_chunk', 'agent_thought_chunk'] as const) {
    const chunks = ofKind(live, native);
    const entries = host.transcript.entries.filter(({ type }) => type === CHUNKS[native]);
    const said = entries.map((entry) => ('blocks' in entry ? textIn(entry.blocks) : ''));
    expect(said.join('')).toBe(chunks.map(chunkText).join(''));
    const ids = [...new Set(chunks.map(({ messageId }) => messageId))].filter((id) => id !== undefined);
    if (ids.length === 0) continue;
    const whole = ids.map((id) =>
      chunks
        .filter(({ messageId }) => messageId === id)
        .map(chunkText)
        .join(''),
    );
    expect(said).toEqual(whole);
  }
}

/** Every tool call is one entry, with the last status it reached. */
function expectTools({ live, asked }: Recording): void {
  const updates = [...ofKind(live, 'tool_call', 'tool_call_update'), ...asked];
  const ids = [...new Set(updates.map(({ toolCallId }) => toolCallId))];
  const entries = host.transcript.entries.flatMap((entry) => (entry.type === 'tool' ? [entry.tool] : []));
  expect(entries.map(({ toolCallId }) => toolCallId).sort()).toEqual(ids.sort());
  for (const tool of entries) {
    const mine = updates.filter(({ toolCallId }) => toolCallId === tool.toolCallId);
    const statuses = mine.flatMap(({ status }) => (typeof status === 'string' ? [status] : []));
    const ended = statuses.find((status) => status === 'completed' || status === 'failed');
    const running = statuses.includes('in_progress') ? 'in_progress' : 'pending';
    expect(tool.status, String(tool.title)).toBe(ended ?? running);
  }
}

/** Entries stand in the order in which their first update came. */
function expectOrder({ lines }: Recording): void {
  const first = lines.findIndex(({ msg }) => msg?.method === 'session/prompt');
  const wire: string[] = [];
  for (const { msg } of lines.slice(first)) {
    const update = msg?.method === 'session/request_permission' ? msg.params?.toolCall : msg?.params?.update;
    const key = update ? keyOf(update as Json) : undefined;
    if (!key) continue;
    // Without ids, chunks of one kind are one message until something else comes between them.
    if (key.endsWith('#') ? wire.at(-1) !== key : !wire.includes(key)) wire.push(key);
  }
  const shown = host.transcript.entries.map((entry) =>
    entry.type === 'tool' ? `tool ${entry.tool.toolCallId}` : entry.type,
  );
  expect(shown).toEqual(wire.map((key) => (key.startsWith('tool ') ? key : (key.split(' ')[0] as string))));
}

function keyOf({ sessionUpdate, messageId, toolCallId }: Json): string | undefined {
  if (typeof toolCallId === 'string') return `tool ${toolCallId}`;
  const kind = CHUNKS[sessionUpdate as keyof typeof CHUNKS] as string | undefined;
  return kind === undefined || kind === 'user_message' ? undefined : `${kind} ${messageId ?? '#'}`;
}

function chunkText({ content }: Json): string {
  return (content as { text?: string }).text ?? '';
}

function textIn(blocks: { type: string }[]): string {
  return blocks.map((block) => ('text' in block ? String(block.text) : '')).join('');
}
