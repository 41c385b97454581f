import { faultSteps } from './fault-steps';
import { promptSteps } from './prompt-steps';
import { reviewSteps } from './review-steps';
import type { StepKind } from './schedule';
import { sessionSteps } from './session-steps';
import type { Run } from './world';

/** What each step of a schedule does. */
export const steps: Record<StepKind, Run> = {
  ...sessionSteps,
  ...promptSteps,
  ...reviewSteps,
  ...faultSteps,
};
