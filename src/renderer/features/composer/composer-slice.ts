import { create } from 'zustand';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import type { ErrorInfo } from '../../../shared/errors';
import { useApp } from '../../lib/app-store';
import { keptDrafts } from './keep-drafts';
import { type Draft, emptyDraft } from './model/draft';
import type { FoundOverlap, OverlapChoice } from './model/overlap';
import { loadChoices, type RememberedChoices, storeChoices } from './model/remembered-choices';

/** A waiting prompt being edited. */
export interface QueueEdit {
  turnId: TurnId;
  /** What it was when the editing began. */
  before: Draft;
  draft: Draft;
}

interface ComposerUi {
  drafts: Readonly<Record<SessionId, Draft>>;
  /** The waiting prompt that is being edited in its place, per session. */
  edits: Readonly<Record<SessionId, QueueEdit>>;
  /** The agent the user picked, per session. */
  agents: Readonly<Record<SessionId, AgentId>>;
  /** Why the last prompt did not get through, per session. */
  problems: Readonly<Record<SessionId, ErrorInfo>>;
  /** Sessions whose prompt is on its way to the host. */
  sending: ReadonlySet<SessionId>;
  /** Sessions in which the user is asked about an overlap before the draft is sent: how often they wanted to send it. */
  asking: Readonly<Record<SessionId, number>>;
  /** What the user wants done about overlaps without being asked, per session. */
  choices: Readonly<Record<SessionId, RememberedChoices>>;
  /** When the user stopped a turn; kept while the window shows other sessions. */
  stopped: Readonly<Record<TurnId, number>>;
  /** The session whose text field should take the focus, with a number that grows per wish. */
  focusWish: { sessionId: SessionId; count: number } | null;
}

export const useComposerUi = create<ComposerUi>()(() => ({
  drafts: {},
  edits: {},
  agents: {},
  problems: {},
  sending: new Set(),
  asking: {},
  choices: loadChoices(),
  stopped: {},
  focusWish: null,
}));

/** The session's draft, from this window or as the host kept it. */
export function draftOf(drafts: ComposerUi['drafts'], sessionId: SessionId): Draft {
  const { open } = useApp.getState();
  return drafts[sessionId] ?? (open?.id === sessionId ? open.draft : emptyDraft);
}

export function setDraft(sessionId: SessionId, change: (draft: Draft) => Draft): void {
  const draft = change(draftOf(useComposerUi.getState().drafts, sessionId));
  useComposerUi.setState(({ drafts }) => ({ drafts: { ...drafts, [sessionId]: draft } }));
  keptDrafts.soon(sessionId, draft);
}

/** Begins, changes or (with null) ends the editing of a waiting prompt. */
export function setEdit(sessionId: SessionId, edit: QueueEdit | null): void {
  useComposerUi.setState(({ edits }) => {
    const { [sessionId]: _before, ...others } = edits;
    return { edits: edit ? { ...others, [sessionId]: edit } : others };
  });
}

keptDrafts.keepOnLeave();

export function clearDraft(sessionId: SessionId): void {
  setDraft(sessionId, () => emptyDraft);
}

export function pickAgent(sessionId: SessionId, agent: AgentId): void {
  useComposerUi.setState(({ agents }) => ({ agents: { ...agents, [sessionId]: agent } }));
}

export function setProblem(sessionId: SessionId, problem: ErrorInfo | null): void {
  useComposerUi.setState(({ problems }) => {
    const { [sessionId]: _before, ...others } = problems;
    return { problems: problem ? { ...others, [sessionId]: problem } : others };
  });
}

export function setSending(sessionId: SessionId, on: boolean): void {
  useComposerUi.setState(({ sending }) => {
    const next = new Set(sending);
    if (on) next.add(sessionId);
    else next.delete(sessionId);
    return { sending: next };
  });
}

export function setAsking(sessionId: SessionId, on: boolean): void {
  useComposerUi.setState(({ asking }) => {
    const { [sessionId]: before = 0, ...others } = asking;
    return { asking: on ? { ...others, [sessionId]: before + 1 } : others };
  });
}

/** From now on overlaps of this kind are dealt with so in the session. */
export function rememberChoice(
  sessionId: SessionId,
  kind: FoundOverlap['kind'],
  choice: OverlapChoice,
): void {
  const { choices } = useComposerUi.getState();
  keepChoices({ ...choices, [sessionId]: { ...choices[sessionId], [kind]: choice } });
}

/** The user is asked about overlaps in the session again. */
export function forgetChoices(sessionId: SessionId): void {
  const { [sessionId]: _before, ...others } = useComposerUi.getState().choices;
  keepChoices(others);
}

function keepChoices(choices: ComposerUi['choices']): void {
  useComposerUi.setState({ choices });
  storeChoices(choices);
}

/** Notes when a turn was stopped; null when it was not after all. */
export function setStopped(turnId: TurnId, at: number | null): void {
  useComposerUi.setState(({ stopped }) => {
    const { [turnId]: before, ...others } = stopped;
    return { stopped: at === null ? others : { ...others, [turnId]: before ?? at } };
  });
}

export function wishFocus(sessionId: SessionId): void {
  useComposerUi.setState(({ focusWish }) => ({
    focusWish: { sessionId, count: (focusWish?.count ?? 0) + 1 },
  }));
}

/** Puts text into a session's composer, keeping what is written there, and focuses it. */
export function insertIntoComposer(sessionId: SessionId, text: string): void {
  setDraft(sessionId, (draft) => ({
    ...draft,
    text: draft.text.trim() === '' ? text : `${draft.text.trimEnd()}\n\n${text}`,
  }));
  wishFocus(sessionId);
}
