import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { cx } from '../lib/cx';
import menu from './menu.module.css';
import styles from './select.module.css';

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string | undefined;
  icon?: ReactNode;
  /** Options of a group stand together under its name. */
  group?: string | undefined;
  disabled?: boolean;
}

interface SelectProps<Value extends string> {
  /** Names the control for screen readers; shown beside it by the caller where it is needed. */
  label: string;
  value: Value;
  options: readonly SelectOption<Value>[];
  onChange(value: Value): void;
  size?: 'sm' | 'md';
  /** `quiet` has no border until pointed at; for toolbars. */
  look?: 'field' | 'quiet';
  disabled?: boolean;
  placeholder?: string;
}

export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  size = 'md',
  look = 'field',
  disabled = false,
  placeholder,
}: SelectProps<Value>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root
      value={value}
      disabled={disabled}
      items={options}
      onValueChange={(next) => {
        if (next !== null) onChange(next as Value);
      }}
    >
      <Base.Trigger aria-label={label} className={cx(styles.trigger, styles[size], styles[look])}>
        {chosen?.icon}
        <span className={styles.value}>
          <Base.Value>{() => chosen?.label ?? placeholder ?? value}</Base.Value>
        </span>
        <ChevronsUpDown aria-hidden size={12} className={styles.chevron} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className={menu.positioner}>
          <Base.Popup className={cx(menu.popup, styles.popup)}>
            <Options options={options} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Options({ options }: { options: readonly SelectOption[] }) {
  return options.map((option, index) => {
    const startsGroup = option.group !== undefined && option.group !== options[index - 1]?.group;
    return (
      <Fragment key={option.value}>
        {startsGroup && <div className={menu.label}>{option.group}</div>}
        <Base.Item value={option.value} disabled={option.disabled ?? false} className={menu.item}>
          {option.icon}
          <span className={styles.option}>
            <Base.ItemText>{option.label}</Base.ItemText>
            {option.description && (
              <span className={styles.description} title={option.description}>
                {option.description}
              </span>
            )}
          </span>
          <span className={menu.icon}>
            <Base.ItemIndicator>
              <Check aria-hidden size={14} />
            </Base.ItemIndicator>
          </span>
        </Base.Item>
      </Fragment>
    );
  });
}
