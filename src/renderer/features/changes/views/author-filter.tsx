import { X } from 'lucide-react';
import type { Author } from '../../../../shared/domain/change';
import { agentId } from '../../../../shared/domain/ids';
import { cx } from '../../../lib/cx';
import { changesStrings as strings } from '../../../strings/changes';
import type { AuthorKey } from '../model/list-changes';
import styles from './author-filter.module.css';
import { AuthorGlyph, type AuthorNames } from './author-marks';

interface AuthorFilterProps {
  counts: readonly { key: AuthorKey; files: number }[];
  chosen: ReadonlySet<AuthorKey>;
  names: AuthorNames;
  onToggle(key: AuthorKey): void;
}

/** One chip for everybody who changed something; none chosen means all. */
export function AuthorFilter({ counts, chosen, names, onToggle }: AuthorFilterProps) {
  if (counts.length < 2 && chosen.size === 0) return null;
  const turns = [...chosen].filter((key) => key.startsWith('turn:'));
  return (
    <fieldset className={styles.chips}>
      <legend className={styles.legend}>{strings.filterByAuthor}</legend>
      {counts.map(({ key, files }) => (
        <button
          key={key}
          type="button"
          aria-pressed={chosen.has(key)}
          aria-label={strings.authorFiles(nameOf(key, names), files)}
          className={cx(styles.chip, chosen.has(key) && styles.chosen)}
          onClick={() => onToggle(key)}
        >
          <AuthorGlyph author={authorOf(key)} names={names} />
          <span className={styles.name}>{nameOf(key, names)}</span>
          <span className={styles.count}>{files}</span>
        </button>
      ))}
      {turns.map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed
          className={cx(styles.chip, styles.chosen, styles.turn)}
          title={names.prompt(key.slice('turn:'.length))}
          onClick={() => onToggle(key)}
        >
          <span className={styles.name}>{strings.turn(names.turn(key.slice('turn:'.length)))}</span>
          <X aria-hidden size={12} />
        </button>
      ))}
    </fieldset>
  );
}

function authorOf(key: AuthorKey): Author {
  if (key === 'user' || key === 'unknown') return { kind: key };
  return { kind: 'agent', agent: agentId.parse(key.slice('agent:'.length)) };
}

function nameOf(key: AuthorKey, names: AuthorNames): string {
  const author = authorOf(key);
  return author.kind === 'agent' ? names.agent(author.agent) : strings[author.kind];
}
