import { CaseSensitive, ChevronDown, ChevronUp, Regex, WholeWord, X } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import type { Change } from '../../../../shared/domain/change';
import type { SearchPattern } from '../../../../shared/domain/search-pattern';
import { changesStrings as strings } from '../../../strings/changes';
import { IconButton } from '../../../ui/icon-button';
import { TextField } from '../../../ui/text-field';
import { countAll, type Find, placeNumber } from '../model/find-matches';
import styles from './find-bar.module.css';

export interface FindHandlers {
  onLook(edit: Partial<SearchPattern>): void;
  onStep(step: 1 | -1): void;
  onClose(): void;
}

interface FindBarProps extends FindHandlers {
  find: Find;
  /** The files as they are listed. */
  changes: readonly Change[];
  inputRef: Ref<HTMLInputElement>;
}

const toggles = [
  { name: 'caseSensitive', code: 'KeyC', shortcut: 'Alt+C', Icon: CaseSensitive },
  { name: 'wholeWord', code: 'KeyW', shortcut: 'Alt+W', Icon: WholeWord },
  { name: 'regex', code: 'KeyR', shortcut: 'Alt+R', Icon: Regex },
] as const;

/** Finds text in all differences and leads from match to match. */
export function FindBar({ find, changes, inputRef, onLook, onStep, onClose }: FindBarProps) {
  const { pattern, error } = find;
  const count = countAll(find);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const toggle = event.altKey && toggles.find(({ code }) => code === event.code);
    if (toggle) onLook({ [toggle.name]: !pattern[toggle.name] });
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && (event.target as HTMLElement).matches('input')) {
      onStep(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <search aria-label={strings.find} className={styles.bar} onKeyDown={onKeyDown}>
      <div className={styles.line}>
        <TextField
          ref={inputRef}
          label={strings.find}
          hideLabel
          placeholder={strings.find}
          value={pattern.text}
          maxLength={1_000}
          aria-invalid={error !== null || undefined}
          onChange={(text) => onLook({ text })}
          className={styles.field}
        />
        <span className={styles.toggles}>
          {toggles.map(({ name, shortcut, Icon }) => (
            <IconButton
              key={name}
              size="sm"
              label={strings.findBy[name]}
              shortcut={shortcut}
              icon={<Icon size={14} />}
              pressed={pattern[name]}
              onClick={() => onLook({ [name]: !pattern[name] })}
            />
          ))}
        </span>
        <span role="status" className={styles.count}>
          {error === null && pattern.text !== '' && countText(find, changes, count)}
        </span>
        <IconButton
          size="sm"
          label={strings.previousMatch}
          shortcut="Shift+Enter"
          icon={<ChevronUp size={14} />}
          disabled={count === 0}
          onClick={() => onStep(-1)}
        />
        <IconButton
          size="sm"
          label={strings.nextMatch}
          shortcut="Enter"
          icon={<ChevronDown size={14} />}
          disabled={count === 0}
          onClick={() => onStep(1)}
        />
        <IconButton
          size="sm"
          label={strings.closeFind}
          shortcut="Escape"
          icon={<X size={14} />}
          onClick={onClose}
        />
      </div>
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </search>
  );
}

function countText(find: Find, changes: readonly Change[], count: number): string {
  if (count > 0) return strings.matchOf(placeNumber(find, changes), count, find.more || find.searching);
  return find.searching ? strings.findSearching : strings.noMatches;
}
