import type { ReactNode } from 'react';
import styles from './put-away.module.css';

interface PutAwayRowProps {
  title: string;
  /** What is known of it, one after the other. */
  facts: ReactNode;
  /** Why something with it failed. */
  problem?: string | undefined;
  /** What it holds, before the buttons. */
  amount?: ReactNode;
  children: ReactNode;
}

/** One session that is not among the live ones, with its buttons. */
export function PutAwayRow({ title, facts, problem, amount, children }: PutAwayRowProps) {
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <div className={styles.title} title={title}>
          {title}
        </div>
        <div className={styles.facts}>{facts}</div>
        {problem && <p className={styles.problem}>{problem}</p>}
      </div>
      {amount}
      <div className={styles.buttons}>{children}</div>
    </li>
  );
}
