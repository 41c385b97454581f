import styles from './spinner.module.css';

/** Decorative: say what is going on in text beside it. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <span aria-hidden className={styles.spinner} style={{ width: size, height: size }} />;
}
