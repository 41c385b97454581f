import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import styles from './segmented.module.css';

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange(value: Value): void;
  /** Shows icons only; the labels stay for screen readers and as titles. */
  iconsOnly?: boolean;
}

/** One of a few, all in sight: a radio group drawn as a row of buttons. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  iconsOnly = false,
}: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={styles.group}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.label}
          title={iconsOnly ? option.label : undefined}
          className={styles.option}
        >
          {option.icon}
          {!iconsOnly && option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
