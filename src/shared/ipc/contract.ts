import type { z } from 'zod';
import { agentCalls } from './calls/agent';
import { appCalls } from './calls/app';
import { binCalls } from './calls/bin';
import { changeCalls } from './calls/change';
import { commentCalls } from './calls/comment';
import { finishCalls } from './calls/finish';
import { repositoryCalls } from './calls/repository';
import { rewindCalls } from './calls/rewind';
import { sessionCalls } from './calls/session';
import { settingsCalls } from './calls/settings';
import { turnCalls } from './calls/turn';

export type { ChangeQuery, ChangesFound, ChosenChange, Decided, ShownChange, Undone } from './calls/change';

/** Every call the window can make: method -> input and output. The only source of IPC truth. */
export const contract = {
  ...appCalls,
  ...repositoryCalls,
  ...sessionCalls,
  ...binCalls,
  ...turnCalls,
  ...agentCalls,
  ...changeCalls,
  ...rewindCalls,
  ...commentCalls,
  ...finishCalls,
  ...settingsCalls,
} as const;

export type Contract = typeof contract;
export type Method = keyof Contract;
/** What a caller passes: branded ids and defaults as the schema takes them. */
export type Input<M extends Method> = z.output<Contract[M]['input']>;
export type Output<M extends Method> = z.output<Contract[M]['output']>;
