import { z } from 'zod';
import type { ChangeSet } from '../../domain/change';
import type { Decision, Inseparable } from '../../domain/decision';
import { agentId, sessionId, turnId } from '../../domain/ids';
import type { ChangedImage } from '../../domain/image';
import type { FoundLine } from '../../domain/search-pattern';
import type { PackedDiff } from '../packed-diff';
import { bySession, filePath, objectId, output } from './schemas';

const fileMode = z.string().regex(/^[0-7]{6}$/);
/** The exact blobs and modes the user was looking at, so that a decision never hits anything newer. */
const shownChange = z.object({
  path: filePath,
  pathBytes: z.string().optional(),
  oldOid: objectId,
  newOid: objectId,
  oldMode: fileMode,
  newMode: fileMode,
});
export type ShownChange = z.infer<typeof shownChange>;

const lineNumber = z.number().int().min(1).max(10_000_000);
const lineRanges = z.array(z.tuple([lineNumber, lineNumber])).max(50_000);
/** Without a part the whole file is meant. */
const chosenChange = shownChange.extend({
  part: z.object({ old: lineRanges, new: lineRanges, mode: z.boolean().optional() }).optional(),
});
export type ChosenChange = z.infer<typeof chosenChange>;

/** Whose work is meant; an agent without a turn means all its turns. */
const author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), agent: agentId, turnId: turnId.optional() }),
  z.object({ kind: z.literal('user') }),
  z.object({ kind: z.literal('unknown') }),
]);
const choice = z.object({
  sessionId,
  changes: z.array(chosenChange).min(1).max(100_000),
  /** Only what this author made of the changes. */
  by: author.optional(),
});

/** What was decided, and what could not be because it belongs to several authors at once. */
export interface Decided {
  decision: Decision;
  inseparable: Inseparable[];
  /** What is left of the files decided on in part, as the decision alone left them; nothing newer is in it. */
  rest: ShownChange[];
}

/** What was undone, and what that left. */
export interface Undone {
  decision: Decision;
  /** Files pending before and after: as the undo found them, and as it alone left them. */
  rest: { was: ShownChange; is: ShownChange }[];
}

const changeQuery = z.object({
  sessionId,
  pattern: z.object({
    text: z.string().min(1).max(1_000),
    caseSensitive: z.boolean(),
    wholeWord: z.boolean(),
    regex: z.boolean(),
  }),
  changes: z.array(shownChange).min(1).max(1_000),
  /** Unchanged lines around each change that are looked at too. */
  context: z.number().int().min(0).max(100_000),
  /** Matches to answer at most. */
  limit: z.number().int().min(1).max(100_000),
});
export type ChangeQuery = Omit<z.infer<typeof changeQuery>, 'sessionId'>;

/** The files that were searched, each with the lines that match; one that has changed since it was shown is left out. */
export interface ChangesFound {
  files: (ShownChange & { lines: FoundLine[] })[];
  /** True when there were more matches than the limit. */
  more: boolean;
}

export const changeCalls = {
  /** Calls off what git is doing in the session's worktree: a look or a decision. */
  'change.callOff': { input: bySession, output: output<void>() },
  'change.refresh': { input: bySession, output: output<ChangeSet>() },
  'change.diff': {
    input: z.object({
      sessionId,
      change: shownChange,
      context: z.number().int().min(0).max(100_000).optional(),
    }),
    output: output<PackedDiff>(),
  },
  /** Both sides of a changed image, as `<img>` takes them. */
  'change.image': { input: z.object({ sessionId, change: shownChange }), output: output<ChangedImage>() },
  /** The pending files of which the repository's attributes say that they are generated, or that they are not. */
  'change.generated': {
    input: bySession,
    output: output<(Pick<ShownChange, 'path' | 'pathBytes'> & { generated: boolean })[]>(),
  },
  /** Looks for a pattern in the lines that `change.diff` shows of these files. A new search calls off the one under way. */
  'change.search': { input: changeQuery, output: output<ChangesFound>() },
  /** Makes it accepted, without a commit: all of it or, when one file is not as it was shown, nothing. */
  'change.accept': { input: choice, output: output<Decided>() },
  /** Takes it out of the worktree: all of it or, when one file is not as it was shown, nothing. */
  'change.reject': { input: choice, output: output<Decided>() },
  /** Takes a decision back, the newest one that is in force when none is named. */
  'change.undo': {
    input: z.object({ sessionId, ordinal: z.number().int().positive().optional() }),
    output: output<Undone>(),
  },
  /** The last decisions, newest first. */
  'change.decisions': { input: bySession, output: output<Decision[]>() },
  /** Files the user ticked off, each as it was then. */
  'change.viewed': { input: bySession, output: output<ShownChange[]>() },
  'change.setViewed': {
    input: z.object({ sessionId, change: shownChange, viewed: z.boolean() }),
    output: output<void>(),
  },
} as const;
