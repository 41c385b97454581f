import { useEffect, useRef } from 'react';
import { composerStrings as strings } from '../../../strings/composer';
import type { Suggestion, Trigger } from '../model/completion';
import styles from './completion.module.css';

interface CompletionListProps {
  id: string;
  kind: Trigger['kind'];
  suggestions: readonly Suggestion[];
  active: number;
  /** What to say instead of suggestions. */
  note: string | null;
  onPick(index: number): void;
}

/** Commands or files to choose from; the text field keeps the focus. */
export function CompletionList({ id, kind, suggestions, active, note, onPick }: CompletionListProps) {
  const current = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another active row needs to be in sight.
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <div className={styles.completion}>
      <div id={id} role="listbox" aria-label={kind === 'command' ? strings.commands : strings.files}>
        {suggestions.map(({ value, detail }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the text field holds the focus and names the active row.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys.
          <div
            key={value}
            ref={index === active ? current : undefined}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.suggestion}
            // A mouse press would take the focus from the text field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(index)}
          >
            {kind === 'command' ? <CommandName name={value} /> : <FileName path={value} />}
            {detail && <span className={styles.suggestionDetail}>{detail}</span>}
          </div>
        ))}
      </div>
      {note && <p className={styles.completionNote}>{note}</p>}
    </div>
  );
}

function CommandName({ name }: { name: string }) {
  return <span className={styles.suggestionName}>/{name}</span>;
}

function FileName({ path }: { path: string }) {
  const cut = path.lastIndexOf('/') + 1;
  return (
    <>
      <span className={styles.suggestionName}>{path.slice(cut)}</span>
      {cut > 0 && <span className={styles.suggestionDetail}>{path.slice(0, cut - 1)}</span>}
    </>
  );
}
