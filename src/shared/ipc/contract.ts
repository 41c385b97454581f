import { z } from 'zod';
import type { AgentSession } from '../domain/agent';
import { contextDecision } from '../domain/agent-event';
import type { BinnedSession, FoundSession, RemovedSession } from '../domain/bin';
import type { ChangeSet, FileDiff } from '../domain/change';
import { contentBlock } from '../domain/content';
import type { Decision, Inseparable } from '../domain/decision';
import { draftUpdate } from '../domain/draft';
import type { FinishState, Integration, Preflight, PullRequest } from '../domain/finish';
import { agentId, repositoryId, requestId, sessionId, turnId } from '../domain/ids';
import type { ProcessReport } from '../domain/process';
import type { Branch, OpenOutcome, Repository } from '../domain/repository';
import type { Session } from '../domain/session';
import { sessionRepair } from '../domain/session-trouble';
import { type SettingsView, settingsPatch } from '../domain/settings';
import type { Turn } from '../domain/turn';
import type { AppSnapshot, SessionSnapshot, TranscriptPage } from './snapshots';

/** Output schemas describe our own data: the type is the contract, nothing is re-parsed at run time. */
const output = <T>() => z.custom<T>();
const nothing = z.object({}).strict();
const bySession = z.object({ sessionId });
const distinct = (ids: readonly string[]) => new Set(ids).size === ids.length;
const prompt = z.array(contentBlock).min(1).max(50);
const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
/** A branch or remote, as an argument of git: never something it would take for an option. */
const refName = z
  .string()
  .regex(/^[^-\s][^\s]*$/)
  .max(300);
const strategy = z.enum(['merge', 'squash', 'rebase', 'fast-forward']);
const commitText = z
  .string()
  .max(200_000)
  .refine((text) => text.trim() !== '', 'say what the commit does');
/** The exact blobs the user was looking at, so that a decision never hits newer content. */
const shownChange = z.object({
  path: z.string(),
  pathBytes: z.string().optional(),
  oldOid: objectId,
  newOid: objectId,
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
}

/** Every call the window can make: method -> input and output. The only source of IPC truth. */
export const contract = {
  'app.snapshot': { input: nothing, output: output<AppSnapshot>() },
  /** Keeps what the window shows, for its next start; only the window knows what it means. */
  'app.keepView': { input: z.object({ view: z.string().max(2000) }), output: output<void>() },
  'app.openExternal': { input: z.object({ url: z.string().max(4096) }), output: output<void>() },
  'app.revealPath': { input: z.object({ path: z.string() }), output: output<void>() },
  'app.showLog': { input: nothing, output: output<void>() },
  'app.editAgentsFile': { input: nothing, output: output<void>() },
  /** A text to hand to somebody who helps: no prompts, no secrets, no titles. */
  'app.diagnostics': { input: nothing, output: output<{ text: string }>() },
  /** One look at what runs; CPU is measured since the look before. */
  'app.processes': { input: nothing, output: output<ProcessReport>() },

  /** Lets the user pick a folder: to open it, or because it was moved. */
  'repository.choose': {
    input: z.object({ moved: z.enum(['repository', 'worktree']).optional() }),
    output: output<{ path: string } | null>(),
  },
  'repository.open': {
    input: z.object({
      path: z.string().min(1),
      init: z.boolean().optional(),
      firstCommit: z.boolean().optional(),
      trust: z.boolean().optional(),
    }),
    output: output<OpenOutcome>(),
  },
  /** Tells that a repository whose folder is missing lies at `path` now. */
  'repository.relocate': {
    input: z.object({ repositoryId, path: z.string().min(1) }),
    output: output<Repository>(),
  },
  'repository.forget': { input: z.object({ repositoryId }), output: output<void>() },
  'repository.branches': { input: z.object({ repositoryId }), output: output<Branch[]>() },
  'repository.files': {
    input: z.object({ sessionId, query: z.string().max(500), limit: z.number().int().min(1).max(200) }),
    output: output<string[]>(),
  },

  'session.create': {
    input: z.object({ repositoryId, title: z.string().max(200), baseRef: z.string().max(300).optional() }),
    output: output<Session>(),
  },
  'session.open': { input: bySession, output: output<SessionSnapshot>() },
  'session.close': { input: bySession, output: output<void>() },
  /** Keeps what is being written, over restarts; call it when the typing pauses. */
  'session.keepDraft': { input: bySession.extend({ draft: draftUpdate }), output: output<void>() },
  'session.page': {
    input: z.object({ sessionId, before: z.number().int().positive() }),
    output: output<TranscriptPage>(),
  },
  'session.rename': {
    input: z.object({ sessionId, title: z.string().min(1).max(200) }),
    output: output<void>(),
  },
  'session.archive': { input: bySession, output: output<void>() },
  /** Archived sessions, the one archived last first; also of repositories that were forgotten. */
  'session.listArchived': { input: nothing, output: output<Session[]>() },
  /** Back among the live sessions, from the archive or the bin. */
  'session.restore': { input: bySession, output: output<void>() },
  /** Stops its turns and agents and moves it to the bin, where it stays whole for 30 days. */
  'session.delete': { input: bySession, output: output<void>() },
  /** Takes a deletion back: it is where it was before. */
  'session.undelete': { input: bySession, output: output<void>() },
  /** Does something about what is wrong with its worktree, and looks at it again. */
  'session.repair': { input: z.object({ sessionId, repair: sessionRepair }), output: output<void>() },

  'bin.list': { input: nothing, output: output<BinnedSession[]>() },
  /** Bytes its worktree takes on disk; null when `bin.stopMeasuring` called it off. */
  'bin.measure': { input: bySession, output: output<number | null>() },
  'bin.stopMeasuring': { input: nothing, output: output<void>() },
  /** Removes sessions of the bin for good; cannot be undone. */
  'bin.remove': {
    input: z.object({ sessionIds: z.array(sessionId).min(1).max(10_000).refine(distinct) }),
    output: output<RemovedSession[]>(),
  },
  /** Sessions of open repositories that git keeps though they are not in the database. */
  'bin.listFound': { input: nothing, output: output<FoundSession[]>() },
  'bin.adopt': { input: z.object({ repositoryId, sessionId }), output: output<void>() },
  'bin.removeFound': { input: z.object({ repositoryId, sessionId }), output: output<void>() },

  'turn.enqueue': {
    input: z.object({ sessionId, agent: agentId, prompt }),
    output: output<Turn>(),
  },
  /** Says a prompt into the agent's running turn; what it does not take is queued like any prompt. */
  'turn.steer': {
    input: z.object({ sessionId, agent: agentId, prompt: z.array(contentBlock).min(1).max(50) }),
    output: output<{ taken: boolean }>(),
  },
  'turn.cancel': { input: z.object({ sessionId, turnId }), output: output<void>() },
  /** Ends a turn at once and its agent with it, for one that does not stop when cancelled. */
  'turn.forceEnd': { input: z.object({ sessionId, turnId }), output: output<void>() },
  /** Goes on with an interrupted turn before what waits; answers the new turn that does. */
  'turn.continue': { input: z.object({ sessionId, turnId }), output: output<Turn>() },
  /** Lets an interrupted turn rest, and its queue go on. */
  'turn.dismiss': { input: z.object({ sessionId, turnId }), output: output<void>() },
  /** Gives a waiting turn another prompt; it keeps its place. */
  'turn.edit': { input: z.object({ sessionId, turnId, prompt }), output: output<Turn>() },
  'turn.withdraw': { input: z.object({ sessionId, turnId }), output: output<{ prompt: Turn['prompt'] }>() },
  /** The waiting turns in the order they shall run; refused as a whole when one of them waits no more. */
  'turn.reorder': {
    input: z.object({ sessionId, turnIds: z.array(turnId).min(2).max(10_000).refine(distinct) }),
    output: output<void>(),
  },
  /** Holds the session's queue until `turn.resumeQueue`, also over restarts. */
  'turn.pauseQueue': { input: bySession, output: output<void>() },
  'turn.resumeQueue': { input: bySession, output: output<void>() },

  'agent.start': { input: z.object({ sessionId, agent: agentId }), output: output<AgentSession>() },
  'agent.setOption': {
    input: z.object({
      sessionId,
      agent: agentId,
      optionId: z.string(),
      value: z.union([z.string(), z.boolean()]),
    }),
    output: output<void>(),
  },
  /** How to go on with an agent whose earlier conversation could not be brought back. */
  'agent.decideContext': {
    input: z.object({ sessionId, agent: agentId, decision: contextDecision }),
    output: output<void>(),
  },
  'agent.stop': { input: z.object({ sessionId, agent: agentId }), output: output<void>() },
  'permission.answer': {
    input: z.object({ sessionId, requestId, optionId: z.string() }),
    output: output<void>(),
  },

  'change.refresh': { input: bySession, output: output<ChangeSet>() },
  'change.diff': {
    input: z.object({
      sessionId,
      change: shownChange,
      context: z.number().int().min(0).max(100_000).optional(),
    }),
    output: output<FileDiff>(),
  },
  /** Makes it accepted, without a commit: all of it or, when one file is not as it was shown, nothing. */
  'change.accept': { input: choice, output: output<Decided>() },
  /** Takes it out of the worktree: all of it or, when one file is not as it was shown, nothing. */
  'change.reject': { input: choice, output: output<Decided>() },
  /** Takes a decision back, the newest one that is in force when none is named. */
  'change.undo': {
    input: z.object({ sessionId, ordinal: z.number().int().positive().optional() }),
    output: output<Decision>(),
  },
  /** The last decisions, newest first. */
  'change.decisions': { input: bySession, output: output<Decision[]>() },
  /** Files the user ticked off, each with the blobs it had then. */
  'change.viewed': { input: bySession, output: output<ShownChange[]>() },
  'change.setViewed': {
    input: z.object({ sessionId, change: shownChange, viewed: z.boolean() }),
    output: output<void>(),
  },

  /** What there is to commit, integrate and push. */
  'finish.state': { input: bySession, output: output<FinishState>() },
  /** Commits what was accepted. The commit is null when the branch had it already. */
  'finish.commit': {
    input: z.object({ sessionId, message: commitText, hooks: z.boolean(), sign: z.boolean() }),
    output: output<{ commit: string | null; changedByHooks: string[] }>(),
  },
  /** What integrating would do; nothing moves. */
  'finish.preflight': {
    input: z.object({ sessionId, target: refName, strategy }),
    output: output<Preflight>(),
  },
  /** Brings the session's branch into another one, when both are still where they were shown. */
  'finish.integrate': {
    input: z.object({
      sessionId,
      target: refName,
      strategy,
      branchTip: objectId,
      targetTip: objectId,
      message: commitText,
      /** The user asked that a clean checkout of the target follows. */
      updateCheckout: z.boolean(),
      sign: z.boolean(),
    }),
    output: output<Integration>(),
  },
  /** Takes the last integration back while nothing else has moved. */
  'finish.putBack': { input: bySession, output: output<void>() },
  /** Merges the target into the session's worktree, and queues a turn that resolves the conflicts. */
  'finish.resolve': {
    input: z.object({ sessionId, target: refName, agent: agentId }),
    output: output<Turn>(),
  },
  'finish.stopResolving': { input: bySession, output: output<void>() },
  'finish.push': {
    input: z.object({ sessionId, remote: refName }),
    output: output<{ pushed: boolean }>(),
  },
  'finish.openPullRequest': {
    input: z.object({
      sessionId,
      remote: refName,
      target: refName,
      title: z.string().min(1).max(500),
      body: z.string().max(60_000),
    }),
    output: output<PullRequest>(),
  },
  /** Calls off the step under way; that step's own answer says how it ended. */
  'finish.cancel': { input: bySession, output: output<void>() },

  'settings.update': { input: z.object({ settings: settingsPatch }), output: output<SettingsView>() },
  'settings.setModelKey': {
    input: z.object({ key: z.string().max(10_000) }),
    output: output<SettingsView>(),
  },
} as const;

export type Contract = typeof contract;
export type Method = keyof Contract;
/** What a caller passes: branded ids and defaults as the schema takes them. */
export type Input<M extends Method> = z.output<Contract[M]['input']>;
export type Output<M extends Method> = z.output<Contract[M]['output']>;
