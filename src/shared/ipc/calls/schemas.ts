import { z } from 'zod';
import { contentBlock } from '../../domain/content';
import { sessionId } from '../../domain/ids';

/** Output schemas describe our own data: the type is the contract, nothing is re-parsed at run time. */
export const output = <T>() => z.custom<T>();

export const nothing = z.object({}).strict();

export const bySession = z.object({ sessionId });

export const distinct = (ids: readonly string[]) => new Set(ids).size === ids.length;

export const prompt = z.array(contentBlock).min(1).max(50);

export const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** Something to be read; a NUL would end it early wherever a program takes it. */
export const text = (max: number, tooLong?: string) =>
  z
    .string()
    .max(max, tooLong)
    .regex(/^[^\0]*$/, 'Remove the NUL characters.');

/** A branch, remote or commit, as an argument of git: never something it would take for an option or an exclusion. */
export const refName = z
  .string()
  .regex(/^[^-^\s\p{Cc}][^\s\p{Cc}]*$/u)
  .max(300);

/** A path as systems have them at most, and never one that a program would take for a shorter one. */
export const filePath = z
  .string()
  .max(32_767)
  .regex(/^[^\0]*$/);
