import { expect, it, vi } from 'vitest';
import { closeSession, openSession } from '../../../src/renderer/lib/session-view';
import { sessionId } from '../../../src/shared/domain/ids';

it('a session that the reader left before its snapshot came is no longer watched', async () => {
  const calls: string[] = [];
  const call = (method: string, { sessionId }: { sessionId: string }) => {
    calls.push(`${method} ${sessionId}`);
    return new Promise(() => {});
  };
  vi.stubGlobal('window', { coppice: { call } });
  // As useOpenSession does when the reader goes over one session to the next.
  void openSession(sessionId.parse('passed-over'));
  closeSession();
  void openSession(sessionId.parse('next'));
  expect(calls).toContain('session.close passed-over');
  vi.unstubAllGlobals();
});
