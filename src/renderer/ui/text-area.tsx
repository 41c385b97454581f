import { type ReactNode, type TextareaHTMLAttributes, useId } from 'react';
import { cx } from '../lib/cx';
import styles from './text-field.module.css';

interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'> {
  label: string;
  value: string;
  onChange(value: string): void;
  hint?: ReactNode;
  mono?: boolean;
}

/** A labelled field for several lines. */
export function TextArea({ label, onChange, hint, mono = false, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <textarea
        rows={5}
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-note` : undefined}
        className={cx(styles.input, styles.area, mono && styles.mono)}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && (
        <div id={`${id}-note`} className={styles.hint}>
          {hint}
        </div>
      )}
    </div>
  );
}
