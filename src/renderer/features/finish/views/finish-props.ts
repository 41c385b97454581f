import type { CatalogAgent } from '../../../../shared/domain/agent';
import type { StepProgress } from '../../../../shared/domain/finish';
import type { FinishActions } from '../finish-actions';
import type { FinishModel } from '../use-finish';

/** What the dialog and each of its steps show. */
export interface FinishViewProps {
  title: string;
  model: FinishModel;
  /** The message as it stands, and whether it is still the draft. */
  message: string;
  isDraft: boolean;
  /** The step under way, as main knows it. */
  progress: StepProgress | undefined;
  agents: readonly CatalogAgent[];
  /** False while the built-in agent has no model: it then follows plain commands only. */
  hasModel: boolean;
  actions: FinishActions;
  onMessage(message: string | null): void;
  onCancel(): void;
  onClose(): void;
}
