import { expect, it } from 'vitest';
import { openStore } from '../../../src/main/store/store';
import { addSession, openRaw, sessionId, tempFile } from './test-store';

const image = { id: 'i1', name: 'a.png', mimeType: 'image/png', data: 'aGk=' };

it('keeps what was being written over a crash, with its images, and forgets what was emptied', () => {
  const file = tempFile();
  const before = openStore({ file });
  addSession(before, sessionId);
  expect(before.drafts.find(sessionId)).toBeUndefined();
  before.drafts.save(sessionId, { text: 'half a pro', mentions: ['a.ts'], attachments: [image] });
  before.drafts.save(sessionId, { text: 'half a prompt', mentions: ['a.ts'] });
  before.close();

  const after = openStore({ file });
  expect(after.drafts.find(sessionId)).toEqual({
    text: 'half a prompt',
    mentions: ['a.ts'],
    attachments: [image],
  });
  after.drafts.save(sessionId, { text: '', mentions: [] });
  expect(after.drafts.find(sessionId)?.attachments).toEqual([image]);
  after.drafts.save(sessionId, { text: '', mentions: [], attachments: [] });
  expect(after.drafts.find(sessionId)).toBeUndefined();
  after.close();
});

it('keeps the comments that were being written, and forgets them when there are none', () => {
  const file = tempFile();
  const before = openStore({ file });
  addSession(before, sessionId);
  const shown = { path: 'a.ts', oldOid: 'a'.repeat(40), newOid: 'b'.repeat(40) };
  const target = { side: 'new' as const, range: [2, 3] as [number, number], lastText: 'three' };
  const drafts = [
    { key: 'f new 2-3', fileId: 'f', shown, target, text: 'half a rem' },
    { key: 'f', fileId: 'f', shown, text: 'of the whole file' },
  ];
  for (const draft of drafts) before.commentDrafts.put(sessionId, draft.key, draft);
  before.close();

  const after = openStore({ file });
  expect(after.commentDrafts.list(sessionId)).toEqual(drafts);
  after.commentDrafts.put(sessionId, 'f', { key: 'f', fileId: 'f', shown, text: 'of the whole' });
  expect(after.commentDrafts.list(sessionId).map(({ text }) => text)).toEqual(['half a rem', 'of the whole']);
  for (const { key } of drafts) after.commentDrafts.put(sessionId, key, null);
  expect(after.commentDrafts.list(sessionId)).toEqual([]);
  after.close();
});

it('takes a draft that cannot be read for none', () => {
  const file = tempFile();
  const store = openStore({ file });
  addSession(store, sessionId);
  store.drafts.save(sessionId, { text: 'x', mentions: [], attachments: [] });
  const db = openRaw(file);
  db.pragma('ignore_check_constraints = ON');
  db.exec(`UPDATE drafts SET attachments = '{'`);
  db.close();
  expect(store.drafts.find(sessionId)).toBeUndefined();
  store.close();
});
