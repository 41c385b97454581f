import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { AgentSession } from '../../../shared/domain/agent';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import { blocksTurns } from '../../../shared/domain/session-trouble';
import type { Entry } from '../../../shared/domain/transcript';
import type { Turn } from '../../../shared/domain/turn';
import { type Action, runAction, useActionSource } from '../../lib/actions';
import { agentName, useApp, useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { missingAgent } from '../../lib/missing-agent';
import { reportError } from '../../lib/toasts';
import { composerStrings as strings } from '../../strings/composer';
import { attachImages, resumeQueue, sendDraft, startAgent } from './composer-actions';
import {
  draftOf,
  forgetChoices,
  pickAgent,
  type QueueEdit,
  setDraft,
  setEdit,
  setProblem,
  useComposerUi,
  wishFocus,
} from './composer-slice';
import { heldReason } from './held-reason';
import { activeTurns, chooseAgent, promptHistory, queuedTurns } from './model/queue';
import { chooseOverlap, dismissOverlap, sendOrAsk } from './overlap-actions';
import {
  beginEdit,
  endTurnNow,
  lookAgain,
  pauseQueue,
  reorderTurns,
  rescueEdit,
  saveEdit,
  stopTurn,
  withdrawTurn,
} from './queue-actions';
import { useAskedOverlap, useOverlapActions, useOverlapChoice } from './use-overlap';
import { ComposerView } from './views/composer-view';

export { insertIntoComposer } from './composer-slice';

const noTurns: readonly Turn[] = [];
const noAgentSessions: readonly AgentSession[] = [];
const noEntries: readonly Entry[] = [];
const MAX_FILES = 30;

/** Where the user writes prompts for the open session, and sees what runs and waits. */
export function Composer(props: ComposerProps) {
  return <SessionComposer key={props.sessionId} {...props} />;
}

interface ComposerProps {
  sessionId: SessionId;
  /** The agent whose waiting prompts are shown; null for all. */
  filter: AgentId | null;
}

function SessionComposer({ sessionId, filter }: ComposerProps) {
  const session = useSession(sessionId);
  const preparing = session?.status.kind === 'preparing';
  const step = useApp(({ finishing }) => finishing[sessionId]?.kind);
  const catalog = useApp((state) => state.catalog);
  const { turns, agentSessions } = useOpenSession(sessionId);
  const draft = useComposerUi((state) => draftOf(state.drafts, sessionId));
  const problem = useComposerUi((state) => state.problems[sessionId]);
  const sending = useComposerUi((state) => state.sending.has(sessionId));
  const agent = useChosenAgent(sessionId, turns, agentSessions);
  const fieldRef = useFocusWish(sessionId);
  const active = useMemo(() => activeTurns(turns), [turns]);
  const queued = useMemo(() => queuedTurns(turns), [turns]);
  const edit = useQueueEdit(sessionId, queued);
  const asked = asksAbout(queued[0], agentSessions);
  const stopped = useComposerUi((state) => state.stopped);
  const stop = useCallback((turnId: TurnId) => void stopTurn(sessionId, turnId), [sessionId]);
  const findFiles = useCallback(
    (query: string) => call('repository.files', { sessionId, query, limit: MAX_FILES }),
    [sessionId],
  );
  const agentSession = agentSessions.find((candidate) => candidate.agent === agent);
  const live = agentSession && !hasEnded(agentSession) ? agentSession : undefined;
  const overlap = useAskedOverlap(sessionId, agent, active);
  const overlapChoice = useOverlapChoice(sessionId, agent, active);
  useComposerActions(sessionId, active, stop);
  useOverlapActions(sessionId, agent, active);

  const isBroken = blocksTurns(session?.trouble);
  function goOn(): void {
    if (isBroken) void lookAgain(sessionId);
    else if (asked) runAction('permission.show');
    else void resumeQueue(sessionId);
  }

  function submit(): void {
    const missing = missingAgent(catalog.find(({ id }) => id === agent));
    if (missing) setProblem(sessionId, missing);
    else sendOrAsk(sessionId, agent);
  }

  return (
    <ComposerView
      fieldRef={fieldRef}
      draft={draft}
      catalog={catalog}
      agent={agent}
      agentSession={live}
      lastOptions={agentSession?.nativeSessionId === undefined ? null : agentSession.options}
      active={active}
      queued={queued}
      filter={filter}
      edit={edit}
      overlap={overlap}
      overlapChoice={overlapChoice}
      held={session ? (isBroken ? strings.held.broken : heldReason(session, turns, asked)) : null}
      asks={asked !== null}
      paused={session?.queuePaused ?? false}
      waitsFor={preparing ? 'worktree' : step && step !== 'push' ? 'step' : null}
      stopped={stopped}
      heardAt={(id) => heardAt(sessionId, id)}
      history={usePromptHistory(sessionId)}
      problem={problem}
      blocked={session ? blockedReason(session) : null}
      note={preparing ? strings.preparing : null}
      sending={sending}
      nameOf={(id) => agentName(catalog, id)}
      onText={(text) => setDraft(sessionId, (now) => ({ ...now, text }))}
      onMention={(path) => setDraft(sessionId, (now) => ({ ...now, mentions: [...now.mentions, path] }))}
      onFiles={(files) => void attachImages(sessionId, files)}
      onRemoveAttachment={(id) =>
        setDraft(sessionId, (now) => ({
          ...now,
          attachments: now.attachments.filter((image) => image.id !== id),
        }))
      }
      onSubmit={submit}
      onChooseOverlap={(choice, remember) => chooseOverlap(sessionId, agent, choice, remember)}
      onDismissOverlap={() => dismissOverlap(sessionId)}
      onAskOverlap={() => forgetChoices(sessionId)}
      onSteer={canSteer(live, active) ? () => void sendDraft(sessionId, agent, 'turn.steer') : undefined}
      onPickAgent={(picked) => {
        pickAgent(sessionId, picked);
        // Its models, modes and commands are only known once it runs.
        if (!agentSessions.some((one) => one.agent === picked && !hasEnded(one))) {
          void startAgent(sessionId, picked);
        }
        wishFocus(sessionId);
      }}
      onStartAgent={() => void startAgent(sessionId, agent)}
      onSetOption={(optionId, value) =>
        void call('agent.setOption', { sessionId, agent, optionId, value }).catch(reportError)
      }
      onStop={stop}
      onEndNow={(turnId) => void endTurnNow(sessionId, turnId)}
      onEdit={(turn) => beginEdit(sessionId, turn)}
      onEditDraft={(change) => edit && setEdit(sessionId, { ...edit, draft: change(edit.draft) })}
      onEditSave={() => void saveEdit(sessionId)}
      onEditCancel={() => setEdit(sessionId, null)}
      onWithdraw={(turnId) => void withdrawTurn(sessionId, turnId)}
      onReorder={(turnIds) => void reorderTurns(sessionId, turnIds)}
      onPause={() => void pauseQueue(sessionId)}
      onGoOn={goOn}
      onDismissProblem={() => setProblem(sessionId, null)}
      findFiles={findFiles}
    />
  );
}

function blockedReason({ life, status, worktree }: Session): string | null {
  if (life.kind !== 'live') return strings.archived;
  return status.kind === 'failed' && !worktree ? strings.unprepared : null;
}

/** The agent that cannot take the next prompt before the user has decided about its earlier conversation. */
function asksAbout(next: Turn | undefined, agentSessions: readonly AgentSession[]): AgentId | null {
  const lost = agentSessions.some(({ agent, contextLost }) => contextLost && agent === next?.agent);
  return lost && next ? next.agent : null;
}

/** What is being edited in the queue; given up, and its text rescued, when its prompt has started. */
function useQueueEdit(sessionId: SessionId, queued: readonly Turn[]): QueueEdit | null {
  const edit = useComposerUi((state) => state.edits[sessionId] ?? null);
  const gone = edit !== null && !queued.some(({ id }) => id === edit.turnId);
  useEffect(() => {
    if (gone) rescueEdit(sessionId);
  }, [gone, sessionId]);
  return gone ? null : edit;
}

/** Only the agent at work, once it can be spoken to. */
function canSteer(live: AgentSession | undefined, active: readonly Turn[]): boolean {
  const turn = active.find(({ agent }) => agent === live?.agent);
  return live?.steerable === true && turn !== undefined && turn.state.status !== 'starting';
}

function hasEnded(agentSession: AgentSession): boolean {
  return agentSession.status === 'stopped' || agentSession.status === 'failed';
}

function useOpenSession(sessionId: SessionId) {
  const turns = useApp((state) => (state.open?.id === sessionId ? state.open.turns : noTurns));
  const agentSessions = useApp((state) =>
    state.open?.id === sessionId ? state.open.agentSessions : noAgentSessions,
  );
  return { turns, agentSessions };
}

function useChosenAgent(
  sessionId: SessionId,
  turns: readonly Turn[],
  agentSessions: readonly AgentSession[],
): AgentId {
  const picked = useComposerUi((state) => state.agents[sessionId]);
  const fallback = useApp((state) => state.settings.defaultAgent);
  return useMemo(
    () => chooseAgent(picked, turns, agentSessions, fallback),
    [picked, turns, agentSessions, fallback],
  );
}

/** Recomputed only when a prompt joins: entries change with every word an agent says. */
function usePromptHistory(sessionId: SessionId): readonly string[] {
  const entries = useApp((state) =>
    state.open?.id === sessionId ? state.open.transcript.entries : noEntries,
  );
  const prompts = entries.filter((entry) => entry.type === 'prompt');
  const key = `${prompts[0]?.id}:${prompts.at(-1)?.id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the prompts, which never change.
  return useMemo(() => promptHistory(prompts), [key]);
}

/** The field, focused when the session is shown and whenever something asks for it. */
function useFocusWish(sessionId: SessionId) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const wish = useComposerUi((state) =>
    state.focusWish?.sessionId === sessionId ? state.focusWish.count : 0,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: every further wish focuses again.
  useEffect(() => {
    const field = ref.current;
    if (!field) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }, [wish]);
  return ref;
}

/** Read when needed: following it would draw the composer anew with every word an agent says. */
function heardAt(sessionId: SessionId, agent: AgentId): number | undefined {
  const { open } = useApp.getState();
  return open?.id === sessionId ? open.transcript.heard[agent] : undefined;
}

function useComposerActions(
  sessionId: SessionId,
  active: readonly Turn[],
  stop: (turnId: TurnId) => void,
): void {
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'turn.stop',
        label: strings.stop,
        group: strings.actionGroup,
        shortcut: 'Mod+.',
        keywords: 'cancel interrupt',
        enabled: active.length > 0,
        run: () => {
          for (const turn of active) stop(turn.id);
        },
      },
      {
        id: 'composer.focus',
        label: strings.focus,
        group: strings.actionGroup,
        shortcut: 'Mod+L',
        run: () => wishFocus(sessionId),
      },
    ],
    [sessionId, active, stop],
  );
  useActionSource(actions);
}
