import { useState } from 'react';
import { commonStrings } from '../strings/common';
import { Button } from './button';
import styles from './details-box.module.css';

/** Verbatim program output, folded away until asked for. */
export function DetailsBox({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant="ghost"
        size="sm"
        className={styles.toggle}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? commonStrings.hideDetails : commonStrings.showDetails}
      </Button>
      {open && <pre className={styles.text}>{text}</pre>}
    </div>
  );
}
