import { useState } from 'react';
import { markdownStrings as strings } from '../strings/transcript';
import styles from './markdown.module.css';

const FIRST = 4_000;

/** Very long text: its beginning, and all of it on demand. */
export function LongText({ text, mono = false }: { text: string; mono?: boolean }) {
  const [all, setAll] = useState(false);
  const cut = !all && text.length > FIRST;
  return (
    <div>
      <div className={mono ? styles.longMono : styles.longText}>{cut ? text.slice(0, FIRST) : text}</div>
      {cut && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {strings.showAllCharacters(text.length)}
        </button>
      )}
    </div>
  );
}
