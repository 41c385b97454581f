import type { Author, Change } from '../../../../shared/domain/change';
import { changesStrings as strings } from '../../../strings/changes';
import type { MenuEntry } from '../../../ui/menu';
import { type AuthorNames, authorText } from './author-marks';

/** Turns offered per agent: older ones are decided on file by file. */
const MAX_TURNS = 5;

/** “Accept all of” and “Reject all of” for everybody who changed something, agents also turn by turn. */
export function byAuthorMenu(
  changes: readonly Change[],
  names: AuthorNames,
  decide: { accept(by: Author): void; reject(by: Author): void },
): MenuEntry[] {
  const choices = authorChoices(changes);
  const entriesOf = (kind: 'accept' | 'reject') =>
    choices.map((by): MenuEntry => {
      const who = by.kind === 'unknown' ? strings.unknown : authorText(by, names);
      return {
        kind: 'item',
        id: `${kind} ${keyOf(by)}`,
        label: kind === 'accept' ? strings.allOf.accept(who) : strings.allOf.reject(who),
        ...(kind === 'reject' && { tone: 'danger' as const }),
        onSelect: () => decide[kind](by),
      };
    });
  if (choices.length === 0) return [];
  return [...entriesOf('accept'), { kind: 'separator', id: 'separator' }, ...entriesOf('reject')];
}

/** Everybody with a share in the changes; an agent's turns only when there are several. */
function authorChoices(changes: readonly Change[]): Author[] {
  const found = new Map<string, Author>();
  for (const { authors } of changes) for (const author of authors) found.set(keyOf(author), author);
  const choices: Author[] = [];
  const agents = new Set(
    [...found.values()].flatMap((author) => (author.kind === 'agent' ? [author.agent] : [])),
  );
  for (const agent of agents) {
    choices.push({ kind: 'agent', agent });
    const turns = [...found.values()].filter(
      (author) => author.kind === 'agent' && author.agent === agent && author.turnId !== undefined,
    );
    if (turns.length > 1) choices.push(...turns.slice(0, MAX_TURNS));
  }
  for (const kind of ['user', 'unknown'] as const) if (found.has(kind)) choices.push({ kind });
  return choices;
}

function keyOf(author: Author): string {
  return author.kind === 'agent' ? `${author.agent} ${author.turnId ?? ''}` : author.kind;
}
