import { create } from 'zustand';
import type { OpenOutcome } from '../../../shared/domain/repository';

/** What is still to be decided before a folder can be opened. */
export type OpenQuestion = Exclude<OpenOutcome, { kind: 'opened' }>;

export type OpenFlow =
  | { kind: 'idle' }
  | { kind: 'opening'; path: string }
  | { kind: 'asking'; question: OpenQuestion; busy: boolean };

export const useOpenFlow = create<{ flow: OpenFlow }>()(() => ({ flow: { kind: 'idle' } }));
