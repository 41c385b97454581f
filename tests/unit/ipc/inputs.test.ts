import { expect, it } from 'vitest';
import { contract } from '../../../src/shared/ipc/contract';

const oid = '0'.repeat(40);
const comment = { sessionId: 's', path: 'a', side: 'new', oldOid: oid, newOid: oid };
const finish = { sessionId: 's', hooks: true, sign: true };

it.each([
  ['session.create', { repositoryId: 'r', title: 'a\0b' }],
  ['session.rename', { sessionId: 's', title: 'a\0b' }],
  ['comment.add', { ...comment, text: 'a\0b' }],
  ['comment.edit', { sessionId: 's', commentId: 'c', text: 'a\0b' }],
  ['finish.commit', { ...finish, message: 'a\0b' }],
] as const)('%s takes no text with a NUL', (method, input) => {
  const take = (text: unknown) => contract[method].input.safeParse(text).success;
  expect(take(input)).toBe(false);
  expect(take(JSON.parse(JSON.stringify(input).replaceAll('\\u0000', '')))).toBe(true);
});

it('a base is a branch or commit, never an exclusion or option of git', () => {
  const take = (baseRef: string) =>
    contract['session.create'].input.safeParse({ repositoryId: 'r', title: '', baseRef }).success;
  expect(['main', 'origin/main', 'v1^', 'HEAD~2'].every(take)).toBe(true);
  expect(['^main', '-x', 'a b', 'a\0'].some(take)).toBe(false);
});
