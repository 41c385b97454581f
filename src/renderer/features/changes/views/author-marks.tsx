import { CircleHelp, User } from 'lucide-react';
import type { Author } from '../../../../shared/domain/change';
import type { AgentId } from '../../../../shared/domain/ids';
import { changesStrings as strings } from '../../../strings/changes';
import { AgentMark } from '../../../ui/agent-mark';
import { authorKey } from '../model/list-changes';
import styles from './author-marks.module.css';

/** How authors are called; the container knows names and turns. */
export interface AuthorNames {
  agent(id: AgentId): string;
  /** The turn's place in the session, from 1. */
  turn(id: string): number | undefined;
  /** The beginning of a turn's prompt. */
  prompt(id: string): string | undefined;
}

export function authorText(author: Author, names: AuthorNames): string {
  if (author.kind === 'user') return strings.user;
  if (author.kind === 'unknown') return strings.unknownAuthor;
  const turn = author.turnId === undefined ? undefined : names.turn(author.turnId);
  const name = names.agent(author.agent);
  return turn === undefined ? name : strings.authorTurn(name, turn);
}

const MAX_MARKS = 3;

/** Who touched a file: one mark each, everybody with their turns in the tooltip. */
export function AuthorMarks({ authors, names }: { authors: readonly Author[]; names: AuthorNames }) {
  const known: readonly Author[] = authors.length > 0 ? authors : [{ kind: 'unknown' }];
  const distinct = [...new Map(known.map((author) => [authorKey(author), author])).values()];
  const texts = [...new Set(known.map((author) => authorText(author, names)))];
  return (
    <span className={styles.marks} role="img" aria-label={texts.join(', ')} title={texts.join('\n')}>
      {distinct.slice(0, MAX_MARKS).map((author) => (
        <AuthorGlyph key={authorKey(author)} author={author} names={names} />
      ))}
      {distinct.length > MAX_MARKS && <span className={styles.more}>+{distinct.length - MAX_MARKS}</span>}
    </span>
  );
}

export function AuthorGlyph({ author, names }: { author: Author; names: AuthorNames }) {
  if (author.kind === 'agent') {
    return (
      <span className={styles.agent} aria-hidden>
        <AgentMark id={author.agent} name={names.agent(author.agent)} />
      </span>
    );
  }
  const Icon = author.kind === 'user' ? User : CircleHelp;
  return (
    <span className={styles.person} aria-hidden>
      <Icon size={12} />
    </span>
  );
}
