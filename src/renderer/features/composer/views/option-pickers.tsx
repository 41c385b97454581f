import { SlidersHorizontal } from 'lucide-react';
import type { ConfigOption } from '../../../../shared/domain/agent-event';
import { composerStrings as strings } from '../../../strings/composer';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { Popover } from '../../../ui/popover';
import { Select, type SelectOption } from '../../../ui/select';
import { Switch } from '../../../ui/switch';
import styles from './composer.module.css';

interface OptionPickersProps {
  options: readonly ConfigOption[];
  onSet(optionId: string, value: string | boolean): void;
}

/** An agent's own settings: model and mode in sight, the others one click away. */
export function OptionPickers({ options, onSet }: OptionPickersProps) {
  const main = [find(options, 'model'), find(options, 'mode')].filter((option) => option !== undefined);
  const others = options.filter((option) => !main.some((shown) => shown.id === option.id));
  return (
    <>
      {main.map((option) => (
        <OptionSelect key={option.id} option={option} look="quiet" onSet={onSet} />
      ))}
      {others.length > 0 && (
        <Popover
          side="top"
          trigger={
            <IconButton size="sm" label={strings.more} icon={<SlidersHorizontal aria-hidden size={14} />} />
          }
        >
          <div className={styles.options}>
            {others.map((option) => (
              <OptionRow key={option.id} option={option} onSet={onSet} />
            ))}
          </div>
        </Popover>
      )}
    </>
  );
}

interface StoppedPickersProps {
  /** What it could be set to when it last ran; null while that is not known. */
  options: readonly ConfigOption[] | null;
  onStart(): void;
}

/**
 * Stands for the pickers while the agent does not run: its mode as it was last, else its model, and the way to set it.
 * For an agent that has nothing to set there is nothing, as while it runs.
 */
export function StoppedPickers({ options, onStart }: StoppedPickersProps) {
  if (options?.length === 0) return null;
  const last = options ?? [];
  const main = find(last, 'mode') ?? find(last, 'model');
  const value = main?.choices.find((choice) => choice.value === main.value)?.name;
  const name = main?.name ?? (options ? strings.more : strings.mode);
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<SlidersHorizontal aria-hidden size={14} />}
      title={strings.startToSet}
      aria-label={value ? `${name}: ${value}` : name}
      onClick={onStart}
    >
      {value ?? name}
    </Button>
  );
}

type SelectConfig = Extract<ConfigOption, { type: 'select' }>;
type OnSet = OptionPickersProps['onSet'];

function find(
  options: readonly ConfigOption[],
  category: ConfigOption['category'],
): SelectConfig | undefined {
  return options.find(
    (option): option is SelectConfig => option.category === category && option.type === 'select',
  );
}

function OptionRow({ option, onSet }: { option: ConfigOption; onSet: OnSet }) {
  if (option.type === 'boolean') {
    return (
      <Switch
        label={option.name}
        description={option.description}
        checked={option.value}
        onChange={(checked) => onSet(option.id, checked)}
      />
    );
  }
  return (
    <div className={styles.option} title={option.description}>
      <span>{option.name}</span>
      <OptionSelect option={option} look="field" onSet={onSet} />
    </div>
  );
}

function OptionSelect({
  option,
  look,
  onSet,
}: {
  option: SelectConfig;
  look: 'quiet' | 'field';
  onSet: OnSet;
}) {
  const choices: SelectOption[] = option.choices.map(({ value, name, description, group }) => ({
    value,
    label: name,
    ...(description && { description }),
    ...(group && { group }),
  }));
  return (
    <Select
      label={option.name}
      size="sm"
      look={look}
      value={option.value}
      options={choices}
      onChange={(value) => onSet(option.id, value)}
    />
  );
}
