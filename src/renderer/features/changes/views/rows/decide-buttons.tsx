import { Check, X } from 'lucide-react';
import type { Decision } from '../../changes-slice';
import { RowButton } from './row-button';

interface DecideButtonsProps {
  labels: Record<Decision, string>;
  tabIndex: 0 | -1;
  /** What was decided, until git has done it: shows on its button at once, and neither can be pressed again. */
  decided: Decision | undefined;
  onDecide(decision: Decision): void;
}

/** Reject and accept for one part of a file. */
export function DecideButtons({ labels, tabIndex, decided, onDecide }: DecideButtonsProps) {
  return (['reject', 'accept'] as const).map((decision) => (
    <RowButton
      key={decision}
      tone={decision}
      tabIndex={tabIndex}
      label={labels[decision]}
      icon={decision === 'reject' ? <X aria-hidden size={13} /> : <Check aria-hidden size={14} />}
      busy={decided === decision}
      disabled={decided !== undefined}
      onClick={() => onDecide(decision)}
    />
  ));
}
