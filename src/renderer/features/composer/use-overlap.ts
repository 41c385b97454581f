import { useEffect, useMemo } from 'react';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';
import { type Action, useActionSource } from '../../lib/actions';
import { useApp } from '../../lib/app-store';
import { composerStrings } from '../../strings/composer';
import { overlapStrings as strings } from '../../strings/overlap';
import { draftOf, forgetChoices, setAsking, useComposerUi, wishFocus } from './composer-slice';
import { type FoundOverlap, findOverlap, type OverlapChoice, othersAtWork } from './model/overlap';
import { chooseOverlap, sendWithoutAsking } from './overlap-actions';

/** An overlap the user is asked about, and how often the draft was to be sent since. */
export type AskedOverlap = FoundOverlap & { times: number };

/**
 * The overlap the user is asked about; null while nothing is asked. Gone with what the draft would overlap with: where
 * nobody works any more, the draft is sent, as the user had asked for.
 */
export function useAskedOverlap(
  sessionId: SessionId,
  agent: AgentId,
  active: readonly Turn[],
): AskedOverlap | null {
  const times = useComposerUi((state) => state.asking[sessionId] ?? 0);
  const asking = times > 0;
  const draft = useComposerUi((state) => draftOf(state.drafts, sessionId));
  const changeSet = useApp((state) => (state.open?.id === sessionId ? state.open.changeSet : null));
  const overlap = useMemo(
    () => (asking ? findOverlap(agent, active, changeSet?.changes ?? [], draft) : null),
    [asking, agent, active, changeSet, draft],
  );
  const isOver = asking && overlap === null;
  const othersAreDone = othersAtWork(agent, active).length === 0;
  useEffect(() => {
    if (!isOver) return;
    setAsking(sessionId, false);
    // The question had the focus, and is gone; who went back to writing is left alone.
    if (document.activeElement !== document.body) return;
    wishFocus(sessionId);
    if (othersAreDone) sendWithoutAsking(sessionId, agent);
  }, [isOver, othersAreDone, sessionId, agent]);
  return overlap && { ...overlap, times };
}

/** What sending does while other agents work, where the user said so for the session; null where it is asked. */
export function useOverlapChoice(
  sessionId: SessionId,
  agent: AgentId,
  active: readonly Turn[],
): OverlapChoice | null {
  const choice = useComposerUi((state) => state.choices[sessionId]?.working);
  return othersAtWork(agent, active).length > 0 ? (choice ?? null) : null;
}

/** Offers the three ways to send beside others at work, and to be asked again. */
export function useOverlapActions(sessionId: SessionId, agent: AgentId, active: readonly Turn[]): void {
  const overlaps = othersAtWork(agent, active).length > 0;
  const isEmpty = useComposerUi((state) => {
    const { text, attachments } = draftOf(state.drafts, sessionId);
    return text.trim() === '' && attachments.length === 0;
  });
  const remembers = useComposerUi((state) => state.choices[sessionId] !== undefined);
  const actions = useMemo<Action[]>(
    () => [
      ...(['wait', 'beside', 'read-only'] satisfies OverlapChoice[]).map((choice) => ({
        id: `overlap.${choice}`,
        label: strings.send[choice],
        group: composerStrings.actionGroup,
        keywords: 'overlap agents prompt parallel',
        enabled: overlaps && !isEmpty,
        run: () => chooseOverlap(sessionId, agent, choice, false),
      })),
      {
        id: 'overlap.ask-again',
        label: strings.askAgain,
        group: composerStrings.actionGroup,
        enabled: remembers,
        run: () => forgetChoices(sessionId),
      },
    ],
    [sessionId, agent, overlaps, isEmpty, remembers],
  );
  useActionSource(actions);
}
