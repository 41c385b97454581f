import { describe, expect, it } from 'vitest';
import { Highlighter, type WorkerLike } from '../../../../src/renderer/highlight/highlighter';
import type { HighlightReply, HighlightRequest } from '../../../../src/renderer/highlight/protocol';

function scriptedWorker() {
  const requests: HighlightRequest[] = [];
  let reply: (message: { data: HighlightReply }) => void = () => {};
  const worker: WorkerLike = {
    postMessage: (request) => requests.push(request),
    addEventListener: (type: string, listener: unknown) => {
      if (type === 'message') reply = listener as typeof reply;
    },
  };
  return { worker, requests, reply: (data: HighlightReply) => reply({ data }) };
}

describe('Highlighter', () => {
  it('sends one wish at a time, the newest first, and caches', async () => {
    const { worker, requests, reply } = scriptedWorker();
    const highlighter = new Highlighter(() => worker);
    const answers = ['a', 'b', 'c'].map((code) => highlighter.lines(code, 'go'));
    for (let index = 0; index < 3; index++) {
      const { id, code } = requests[index] as HighlightRequest;
      reply({ id, lines: [[{ text: code, kind: 'keyword' }]] });
    }
    await Promise.all(answers);
    expect(requests.map((request) => request.code)).toEqual(['a', 'c', 'b']);
    expect(highlighter.peek('c', 'go')).toEqual([[{ text: 'c', kind: 'keyword' }]]);
  });

  it('never sends a wish cancelled while it waits', async () => {
    const { worker, requests, reply } = scriptedWorker();
    const highlighter = new Highlighter(() => worker);
    const first = highlighter.lines('a', 'go');
    const abort = new AbortController();
    const second = highlighter.lines('b', 'go', abort.signal);
    abort.abort();
    await expect(second).rejects.toThrow();
    reply({ id: requests[0]?.id ?? 0, lines: [] });
    await first;
    expect(requests).toHaveLength(1);
  });

  it('answers plain lines when a grammar fails, and for code beyond the cap', async () => {
    const { worker, requests, reply } = scriptedWorker();
    const highlighter = new Highlighter(() => worker);
    const answer = highlighter.lines('a\nb', 'go');
    reply({ id: requests[0]?.id ?? 0, error: 'bad grammar' });
    expect(await answer).toEqual([[{ text: 'a', kind: 'plain' }], [{ text: 'b', kind: 'plain' }]]);
    expect((await highlighter.lines('x'.repeat(500_000), 'go')).length).toBe(1);
    expect(requests).toHaveLength(1);
  });
});
