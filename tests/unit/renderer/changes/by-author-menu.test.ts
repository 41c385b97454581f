import { expect, it } from 'vitest';
import { byAuthorMenu } from '../../../../src/renderer/features/changes/views/by-author-menu';
import { agentId, turnId } from '../../../../src/shared/domain/ids';
import { change } from './arbitrary-diff';

const agent = agentId.parse('claude');
const turns = Array.from({ length: 30 }, (_, at) => ({
  ...{ kind: 'agent' as const, agent },
  turnId: turnId.parse(`t${at + 1}`),
}));
const names = {
  agent: () => 'Claude',
  turn: (id: string) => Number(id.slice(1)),
  prompt: (id: string) => `Do ${id}`,
};
const nothing = { accept: () => {}, reject: () => {} };

it('stays as short as there are authors after many turns, and offers each turn, the newest first', () => {
  const menu = byAuthorMenu(
    [change({ path: 'a.ts', authors: turns.slice(0, 20) }), change({ path: 'b.ts', authors: [...turns] })],
    names,
    nothing,
  );
  expect(menu.map((entry) => ('label' in entry ? entry.label : entry.kind))).toEqual([
    'Accept all of Claude',
    'Accept a turn of Claude',
    'separator',
    'Reject all of Claude',
    'Reject a turn of Claude',
  ]);
  const items = menu[1]?.kind === 'submenu' ? menu[1].items : [];
  expect(items).toHaveLength(30);
  expect(items[0]).toMatchObject({ label: 'Turn 30: Do t30' });
});

it('decides on the turn that was picked, and has no menu of turns where there is only one', () => {
  const decided: unknown[] = [];
  const decide = { accept: nothing.accept, reject: (by: unknown) => void decided.push(by) };
  const many = byAuthorMenu([change({ path: 'a.ts', authors: turns.slice(0, 2) })], names, decide);
  const rejects = many.at(-1);
  const last = rejects?.kind === 'submenu' ? rejects.items.at(-1) : undefined;
  if (last?.kind === 'item') last.onSelect();
  expect(decided).toEqual([turns[0]]);
  const one = byAuthorMenu(
    [change({ path: 'a.ts', authors: [...turns.slice(0, 1), { kind: 'user' }] })],
    names,
    decide,
  );
  expect(one.map(({ kind }) => kind)).toEqual(['item', 'item', 'separator', 'item', 'item']);
});
