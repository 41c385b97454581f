import type { SessionStatus } from '../../shared/domain/session';
import { cx } from '../lib/cx';
import { statusStrings } from '../strings/common';
import styles from './status-dot.module.css';

/** A session's status by shape and by colour; labelled for screen readers. */
export function StatusDot({ status }: { status: SessionStatus['kind'] }) {
  return (
    <svg
      role="img"
      aria-label={statusStrings[status]}
      viewBox="0 0 12 12"
      width={12}
      height={12}
      className={cx(styles.dot, styles[status])}
    >
      <Shape status={status} />
    </svg>
  );
}

function Shape({ status }: { status: SessionStatus['kind'] }) {
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 };
  switch (status) {
    case 'idle':
      return <circle cx={6} cy={6} r={3.25} {...stroke} />;
    case 'preparing':
      return <circle cx={6} cy={6} r={3.75} {...stroke} strokeDasharray="2 1.9" />;
    case 'working':
      return (
        <>
          <circle cx={6} cy={6} r={4.5} {...stroke} strokeDasharray="17 11.3" />
          <circle cx={6} cy={6} r={2.25} fill="currentColor" />
        </>
      );
    case 'needs-you':
      return <path d="M6 0.75 11.25 6 6 11.25 0.75 6Z" fill="currentColor" />;
    case 'failed':
      return (
        <path
          d="M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5"
          stroke="currentColor"
          strokeWidth={2}
          strokeLinecap="round"
        />
      );
    case 'interrupted':
      return <path d="M3.75 2v8M8.25 2v8" stroke="currentColor" strokeWidth={2} strokeLinecap="round" />;
  }
}
