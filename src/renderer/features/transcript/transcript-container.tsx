import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import type { AgentSession } from '../../../shared/domain/agent';
import type { ContextDecision } from '../../../shared/domain/agent-event';
import type { AgentId, RequestId, SessionId, TurnId } from '../../../shared/domain/ids';
import { isLive } from '../../../shared/domain/session-life';
import type { Entry } from '../../../shared/domain/transcript';
import type { Turn } from '../../../shared/domain/turn';
import { type Action, runAction, useActionSource } from '../../lib/actions';
import { agentName, useApp, useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { loadOlder } from '../../lib/session-view';
import { reportError, reporting } from '../../lib/toasts';
import { transcriptStrings as strings } from '../../strings/transcript';
import { resumableTurns } from './model/resumable-turns';
import { agentsIn, isQuestion, type Row, toRows } from './model/rows';
import { SHOW_QUESTION } from './model/show-question';
import { setAnswering, setFilter, toggleExpanded, useAgentFilter, useTranscriptUi } from './transcript-slice';
import type { RowActions } from './views/row-view';
import type { TranscriptListHandle } from './views/transcript-list';
import { TranscriptView } from './views/transcript-view';

interface TranscriptPanelProps {
  sessionId: SessionId;
  /** Called with an example prompt the user picked in the empty transcript. */
  onExample?: (prompt: string) => void;
  /** Called to show what a turn changed. */
  onShowTurn(turn: TurnId): void;
}

const none: readonly Entry[] = [];
const noTurns: readonly Turn[] = [];
const noAgents: readonly AgentSession[] = [];

/** The transcript of the open session. */
export function TranscriptPanel(props: TranscriptPanelProps) {
  // A session of its own gets a list of its own: place, filter and what was read aloud never mix.
  return <Panel key={props.sessionId} {...props} />;
}

function Panel({ sessionId, onExample, onShowTurn }: TranscriptPanelProps) {
  const isOpen = useApp((state) => state.open?.id === sessionId);
  const entries = useApp((state) => (state.open?.id === sessionId ? state.open.transcript.entries : none));
  const hasOlder = useApp((state) => state.open?.hasOlder ?? false);
  const loadingOlder = useApp((state) => state.open?.loadingOlder ?? false);
  const agentSessions = useApp((state) =>
    state.open?.id === sessionId ? state.open.agentSessions : noAgents,
  );
  const catalog = useApp((state) => state.catalog);
  const session = useSession(sessionId);
  const filter = useAgentFilter(sessionId);
  const expanded = useTranscriptUi((state) => state.expanded);
  const answering = useTranscriptUi((state) => state.answering);
  const rows = useRows(entries, filter);
  const known = useStable([...new Set([...(session?.agents ?? []), ...agentsIn(entries)])]);
  const agents = useMemo(() => known.map((id) => ({ id, name: agentName(catalog, id) })), [known, catalog]);
  const root = session?.worktree?.path;
  const actions = useMemo<RowActions>(
    () => ({
      nameOf: (agent) => agentName(catalog, agent),
      root,
      toggle: toggleExpanded,
      several: known.length > 1,
      restart: (agent) => void restartAgent(sessionId, agent),
      sendAgain: (turnId) => void sendAgain(sessionId, turnId),
      resume: (turnId) => void resumeTurn(sessionId, turnId),
      dismiss: (turnId) => void dismissTurn(sessionId, turnId),
      decide: (agent, decision) => void decideContext(sessionId, agent, decision),
      showTurn: onShowTurn,
      answer: (requestId, optionId) => void answerPermission(sessionId, requestId as RequestId, optionId),
    }),
    [catalog, root, known, sessionId, onShowTurn],
  );
  const changedTurns = useChangedTurns(sessionId);
  const onLoadOlder = useCallback(() => void loadOlder().catch(reportError), []);
  const list = useRef<TranscriptListHandle>(null);
  const turns = useApp((state) => (state.open?.id === sessionId ? state.open.turns : noTurns));
  const archived = session !== undefined && !isLive(session);
  const resumable = useMemo(() => resumableTurns(archived ? noTurns : turns), [archived, turns]);
  useTranscriptActions(entries, list, resumable, actions);
  if (!isOpen) return null;
  return (
    <TranscriptView
      entries={entries}
      rows={rows}
      agents={agents}
      filter={filter}
      onFilter={(agent) => setFilter(sessionId, agent)}
      expanded={expanded}
      answering={answering}
      resumable={resumable}
      restartable={restartableEnd(entries, agentSessions)}
      failed={archived ? null : failedEnd(entries, turns)}
      changedTurns={changedTurns}
      actions={actions}
      hasOlder={hasOlder}
      loadingOlder={loadingOlder}
      onLoadOlder={onLoadOlder}
      list={list}
      worktree={
        session?.worktree ? { branch: session.worktree.branch, base: session.worktree.baseRef } : null
      }
      preparing={session?.status.kind === 'preparing' ? session.status : null}
      onExample={onExample}
    />
  );
}

/** The end of the last turn when its agent died in it and does not run. */
function restartableEnd(entries: readonly Entry[], agentSessions: readonly AgentSession[]): string | null {
  const last = entries.findLast(({ type }) => type === 'turn-end' || type === 'prompt');
  if (last?.type !== 'turn-end' || last.error?.code !== 'agent.exited') return null;
  const status = agentSessions.find(({ agent }) => agent === last.agent)?.status;
  return status === 'stopped' || status === 'failed' ? last.id : null;
}

/** The end of the last turn when it failed, until its agent is to do something else. */
function failedEnd(entries: readonly Entry[], turns: readonly Turn[]): string | null {
  const last = entries.findLast(({ type }) => type === 'turn-end' || type === 'prompt');
  if (last?.type !== 'turn-end' || last.stopReason !== 'failed') return null;
  const isAsked = turns.some(({ agent, state }) => agent === last.agent && state.status !== 'ended');
  return isAsked || !turns.some(({ id }) => id === last.turnId) ? null : last.id;
}

/** Queues the prompt of a turn as it was. */
async function sendAgain(sessionId: SessionId, turnId: TurnId): Promise<void> {
  const turn = useApp.getState().open?.turns.find(({ id }) => id === turnId);
  if (!turn) return;
  runAction('composer.focus');
  await reporting(() => call('turn.enqueue', { sessionId, agent: turn.agent, prompt: turn.prompt }));
}

async function restartAgent(sessionId: SessionId, agent: AgentId): Promise<void> {
  // The button goes as soon as the agent starts, and with it the focus.
  runAction('composer.focus');
  await reporting(() => call('agent.start', { sessionId, agent }));
}

async function resumeTurn(sessionId: SessionId, turnId: TurnId): Promise<void> {
  await reporting(() => call('turn.continue', { sessionId, turnId }));
  // The button is gone, and with it the focus.
  runAction('composer.focus');
}

async function dismissTurn(sessionId: SessionId, turnId: TurnId): Promise<void> {
  await reporting(() => call('turn.dismiss', { sessionId, turnId }));
  runAction('composer.focus');
}

async function decideContext(sessionId: SessionId, agent: AgentId, decision: ContextDecision): Promise<void> {
  await reporting(() => call('agent.decideContext', { sessionId, agent, decision }));
  runAction('composer.focus');
}

async function answerPermission(sessionId: SessionId, requestId: RequestId, optionId: string): Promise<void> {
  setAnswering(requestId, true);
  try {
    await call('permission.answer', { sessionId, requestId, optionId });
  } catch (error) {
    reportError(error);
  } finally {
    setAnswering(requestId, false);
  }
}

/** The rows of the entries; what did not change keeps its identity. */
function useRows(entries: readonly Entry[], filter: AgentId | null): readonly Row[] {
  const before = useRef<readonly Row[]>([]);
  const rows = useMemo(() => toRows(entries, filter, before.current), [entries, filter]);
  useEffect(() => {
    before.current = rows;
  }, [rows]);
  return rows;
}

/** The turns of whose changes some wait for a decision. */
function useChangedTurns(sessionId: SessionId): ReadonlySet<string> {
  const changes = useApp((state) =>
    state.open?.id === sessionId ? state.open.changeSet?.changes : undefined,
  );
  return useMemo(() => {
    const authors = (changes ?? []).flatMap((change) => change.authors);
    return new Set(
      authors.flatMap((author) => (author.kind === 'agent' && author.turnId ? [author.turnId] : [])),
    );
  }, [changes]);
}

/** The same array while its items are the same. */
function useStable(ids: readonly AgentId[]): readonly AgentId[] {
  const key = ids.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the items.
  return useMemo(() => ids, [key]);
}

/** Offers the way to the end, to the open question while an agent waits for the user, and on from an interruption. */
function useTranscriptActions(
  entries: readonly Entry[],
  list: RefObject<TranscriptListHandle | null>,
  resumable: readonly Turn[],
  { resume, dismiss }: RowActions,
): void {
  const asks = entries.some(isQuestion);
  const last = resumable.at(-1)?.id;
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'turn.continue',
        label: strings.continueTurn,
        group: strings.actionGroup,
        keywords: 'resume interrupted',
        enabled: last !== undefined,
        run: () => last && resume(last),
      },
      {
        id: 'turn.dismiss',
        label: strings.dismissTurn,
        group: strings.actionGroup,
        keywords: 'interrupted',
        enabled: last !== undefined,
        run: () => last && dismiss(last),
      },
      {
        id: 'permission.show',
        label: strings.showQuestion,
        group: strings.actionGroup,
        shortcut: SHOW_QUESTION,
        enabled: asks,
        run: focusQuestion,
      },
      {
        id: 'transcript.to-end',
        label: strings.jump,
        group: strings.actionGroup,
        run: () => list.current?.toEnd(),
      },
    ],
    [asks, list, last, resume, dismiss],
  );
  useActionSource(actions);
}

function focusQuestion(): void {
  document.querySelector<HTMLElement>('[data-permission="open"]')?.focus();
}
