import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Mentions } from '../../../src/main/services/turns/mentions';
import type { SessionId } from '../../../src/shared/domain/ids';
import type { Worktree } from '../../../src/shared/domain/session';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** Sessions whose worktrees are plain repositories, none of which has another checkpoint meanwhile. */
function mentionsOf(places: Map<string, string>) {
  const mentions = new Mentions({
    worktree: async (id) => ({ path: places.get(id) }) as Worktree,
    version: () => 'the same checkpoint',
  });
  return (session: string, query: string) => mentions.find(session as SessionId, query, 10);
}

it('finds the files of a worktree also at the place it was moved to', async () => {
  const folder = temporaryFolder();
  const places = new Map([['a', makeRepository(join(folder, 'first'))]]);
  const find = mentionsOf(places);
  writeFileSync(join(folder, 'first', 'one.txt'), '');
  expect(await find('a', 'one')).toEqual(['one.txt']);
  renameSync(join(folder, 'first'), join(folder, 'second'));
  writeFileSync(join(folder, 'second', 'another.txt'), '');
  places.set('a', join(folder, 'second'));
  expect(await find('a', 'another')).toEqual(['another.txt']);
});

it('keeps the files of the few sessions that were mentioned from last', async () => {
  const folder = temporaryFolder();
  const names = ['a', 'b', 'c', 'd'];
  const places = new Map(names.map((name) => [name, makeRepository(join(folder, name))]));
  const find = mentionsOf(places);
  for (const name of names) await find(name, 'new');
  for (const path of places.values()) writeFileSync(join(path, 'new.txt'), '');
  // Their checkpoint is the same one, so only a list that is made anew has the file.
  expect(await find('d', 'new')).toEqual([]);
  expect(await find('b', 'new')).toEqual([]);
  expect(await find('a', 'new')).toEqual(['new.txt']);
  expect(await find('b', 'new')).toEqual([]);
  expect(await find('c', 'new')).toEqual(['new.txt']);
});
