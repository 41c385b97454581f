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
