import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { ErrorNotice } from '../../../ui/error-notice';
import type { StepResult } from '../finish-slice';
import styles from './finish-view.module.css';

interface StepProps {
  icon: ReactNode;
  title: string;
  result: StepResult | undefined;
  /** Buttons that are a way out of the failure. */
  wayOut?: ReactNode;
  children: ReactNode;
}

/** One step with its heading, and how it went when it was last tried. */
export function Step({ icon, title, result, wayOut, children }: StepProps) {
  const id = useId();
  const outcome = useRef<HTMLDivElement>(null);
  // In a low window the answer to a button can be below what is seen.
  useEffect(() => {
    if (result) outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  return (
    <section aria-labelledby={id} className={styles.step}>
      <h3 id={id} className={styles.heading}>
        {icon}
        {title}
      </h3>
      <div className={styles.content}>
        {children}
        {result && (
          <div ref={outcome}>
            {result.kind === 'failed' && <ErrorNotice error={result.error} actions={wayOut} />}
            {result.kind === 'done' && (
              <output className={styles.done}>
                <Check aria-hidden size={14} />
                {result.text}
              </output>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
