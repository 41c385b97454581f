import type { CatalogAgent } from '../../../../shared/domain/agent';
import type { StepProgress } from '../../../../shared/domain/finish';
import type { AgentId } from '../../../../shared/domain/ids';
import type { BaseDrift } from '../../../../shared/domain/session';
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
  /** The agent that worked in the session last. */
  lastAgent: AgentId | undefined;
  /** What the session started from, and how that has moved on without it. */
  drift: { base: string; drift: BaseDrift } | undefined;
  /** False while the built-in agent has no model: it then follows plain commands only. */
  hasModel: boolean;
  actions: FinishActions;
  onMessage(message: string | null): void;
  onCancel(): void;
  onClose(): void;
}
