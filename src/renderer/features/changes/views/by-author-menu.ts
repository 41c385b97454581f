import type { Author, Change } from '../../../../shared/domain/change';
import { changesStrings as strings } from '../../../strings/changes';
import type { MenuEntry } from '../../../ui/menu';
import type { Decision } from '../changes-slice';
import { authorKey, turnKey } from '../model/list-changes';
import { type AuthorNames, authorText } from './author-marks';

type AgentAuthor = Extract<Author, { kind: 'agent' }>;

interface Part {
  /** Everything of somebody. */
  whole: Author;
  /** The turns it was done in, newest first; of an agent that has several. */
  turns: readonly AgentAuthor[];
}

/**
 * “Accept all of” and “Reject all of” for everybody who changed something. The turns of an agent are a menu of their own,
 * so that this one stays as short as there are authors.
 */
export function byAuthorMenu(
  changes: readonly Change[],
  names: AuthorNames,
  decide: Record<Decision, (by: Author) => void>,
): MenuEntry[] {
  const parts = partsOf(changes, names);
  if (parts.length === 0) return [];
  const entriesOf = (kind: Decision) => parts.flatMap((part) => entriesFor(kind, part, names, decide[kind]));
  return [...entriesOf('accept'), { kind: 'separator', id: 'separator' }, ...entriesOf('reject')];
}

function entriesFor(
  kind: Decision,
  { whole, turns }: Part,
  names: AuthorNames,
  decide: (by: Author) => void,
): MenuEntry[] {
  const who = whole.kind === 'unknown' ? strings.unknown : authorText(whole, names);
  const id = `${kind} ${authorKey(whole)}`;
  const tone = kind === 'reject' && { tone: 'danger' as const };
  const all: MenuEntry = {
    ...{ kind: 'item', id, label: strings.allOf[kind](who), ...tone },
    onSelect: () => decide(whole),
  };
  if (turns.length === 0) return [all];
  const items = turns.map((turn): MenuEntry => {
    const turnId = turn.turnId ?? '';
    const label = strings.turnNamed(names.turn(turnId), names.prompt(turnId));
    return { kind: 'item', id: turnKey(turnId), label, ...tone, onSelect: () => decide(turn) };
  });
  return [all, { kind: 'submenu', id: `${id} turns`, label: strings.turnOf[kind](who), ...tone, items }];
}

/** Agents first, then the user and what is nobody's. */
function partsOf(changes: readonly Change[], names: AuthorNames): Part[] {
  const authors = changes.flatMap((change) => change.authors);
  const agents = new Map<string, Map<string | undefined, AgentAuthor>>();
  for (const author of authors) {
    if (author.kind !== 'agent') continue;
    const turns = agents.get(author.agent) ?? new Map<string | undefined, AgentAuthor>();
    agents.set(author.agent, turns.set(author.turnId, author));
  }
  const ordinal = ({ turnId }: AgentAuthor) => (turnId && names.turn(turnId)) || 0;
  const parts = [...agents.values()].flatMap((found): Part[] => {
    const [first] = found.values();
    if (!first) return [];
    const turns = [...found.values()].filter(({ turnId }) => turnId !== undefined);
    turns.sort((a, b) => ordinal(b) - ordinal(a));
    return [{ whole: { kind: 'agent', agent: first.agent }, turns: turns.length > 1 ? turns : [] }];
  });
  const others = (['user', 'unknown'] as const).filter((kind) => authors.some((one) => one.kind === kind));
  return [...parts, ...others.map((kind): Part => ({ whole: { kind }, turns: [] }))];
}
