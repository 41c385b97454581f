import type { ContentBlock } from '../../../shared/domain/content';
import type { SessionId, TurnId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';
import { toErrorInfo } from '../../../shared/errors';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { notify, reportError, reporting } from '../../lib/toasts';
import { composerStrings as strings } from '../../strings/composer';
import { setDraft, setEdit, setStopped, useComposerUi, wishFocus } from './composer-slice';
import type { Draft } from './model/draft';
import { joinDrafts, toDraft, toPrompt } from './model/prompt-blocks';

/** Puts waiting prompts in this order. */
export async function reorderTurns(sessionId: SessionId, turnIds: TurnId[]): Promise<void> {
  await reporting(() => call('turn.reorder', { sessionId, turnIds }));
}

/** Takes a waiting prompt out of the queue, and offers it to the composer. */
export async function withdrawTurn(sessionId: SessionId, turnId: TurnId): Promise<void> {
  const withdrawn = await reporting(() => call('turn.withdraw', { sessionId, turnId }));
  if (!withdrawn) return;
  const run = () => putBack(sessionId, draftOf(withdrawn.prompt));
  notify({ title: strings.withdrawn, action: { label: strings.intoComposer, run } });
}

/** Begins to edit a waiting prompt in its place. */
export function beginEdit(sessionId: SessionId, { id, prompt }: Turn): void {
  const draft = draftOf(prompt);
  setEdit(sessionId, { turnId: id, before: draft, draft });
}

/** Gives the prompt that is being edited its new text; when it has started meanwhile, that lands in the composer. */
export async function saveEdit(sessionId: SessionId): Promise<void> {
  const edit = useComposerUi.getState().edits[sessionId];
  if (!edit) return;
  const worktree = useApp.getState().sessions.find(({ id }) => id === sessionId)?.worktree;
  const prompt = toPrompt(edit.draft, worktree?.path);
  if (prompt.length === 0) return;
  try {
    await call('turn.edit', { sessionId, turnId: edit.turnId, prompt });
    if (useComposerUi.getState().edits[sessionId] === edit) setEdit(sessionId, null);
  } catch (error) {
    if (toErrorInfo(error).code === 'turn.not-running') rescueEdit(sessionId);
    else reportError(error);
  }
}

/** Ends the editing of a prompt that waits no more: what was changed goes into the composer. */
export function rescueEdit(sessionId: SessionId): void {
  const edit = useComposerUi.getState().edits[sessionId];
  if (!edit) return;
  setEdit(sessionId, null);
  if (edit.draft === edit.before) return;
  putBack(sessionId, edit.draft);
  notify({ title: strings.startedMeanwhile, description: strings.startedMeanwhileHint });
}

function putBack(sessionId: SessionId, draft: Draft): void {
  setDraft(sessionId, (now) => joinDrafts(draft, now));
  wishFocus(sessionId);
}

function draftOf(prompt: readonly ContentBlock[]): Draft {
  return toDraft(prompt, () => crypto.randomUUID());
}

/** Holds the queue until the user lets it go on; what runs goes on. */
export async function pauseQueue(sessionId: SessionId): Promise<void> {
  await reporting(() => call('turn.pauseQueue', { sessionId }));
}

/** Looks whether what is wrong with the session is over; its queue goes on then. */
export async function lookAgain(sessionId: SessionId): Promise<void> {
  await reporting(() => call('session.repair', { sessionId, repair: { kind: 'look-again' } }));
}

/** Cancels a turn; it ends when its agent has stopped. */
export async function stopTurn(sessionId: SessionId, turnId: TurnId): Promise<void> {
  setStopped(turnId, Date.now());
  try {
    await call('turn.cancel', { sessionId, turnId });
  } catch (error) {
    setStopped(turnId, null);
    reportError(error);
  }
}

/** Ends a turn that does not stop, together with its agent. */
export async function endTurnNow(sessionId: SessionId, turnId: TurnId): Promise<void> {
  await reporting(() => call('turn.forceEnd', { sessionId, turnId }));
}
