import { Separator } from 'react-resizable-panels';
import styles from './resize-handle.module.css';

/** The border between two panels; drag it, or focus it and use the arrow keys. */
export function ResizeHandle({ label }: { label: string }) {
  return <Separator aria-label={label} className={styles.handle} />;
}
