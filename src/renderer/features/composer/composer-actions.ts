import type { AgentId, SessionId } from '../../../shared/domain/ids';
import { isActive, type Overlap } from '../../../shared/domain/turn';
import { toErrorInfo } from '../../../shared/errors';
import { runAction } from '../../lib/actions';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { reporting } from '../../lib/toasts';
import { composerStrings as strings } from '../../strings/composer';
import { draftOf, setDraft, setProblem, setSending, useComposerUi, wishFocus } from './composer-slice';
import { keptDrafts } from './keep-drafts';
import { imageProblem, readImage } from './model/attach-image';
import { emptyDraft } from './model/draft';
import { toPrompt } from './model/prompt-blocks';

/**
 * Sends the draft; what was written stays until the host has taken it, and stays for good if it does not. `how` is
 * `turn.steer` to say it into the running turn; `overlap` lets it start while others work.
 */
export async function sendDraft(
  sessionId: SessionId,
  agent: AgentId,
  how: 'turn.enqueue' | 'turn.steer' = 'turn.enqueue',
  overlap?: Overlap,
): Promise<void> {
  const ui = useComposerUi.getState();
  if (ui.sending.has(sessionId)) return;
  const draft = draftOf(ui.drafts, sessionId);
  const worktree = useApp.getState().sessions.find((session) => session.id === sessionId)?.worktree;
  const prompt = toPrompt(draft, worktree?.path);
  if (prompt.length === 0) return;
  setSending(sessionId, true);
  setProblem(sessionId, null);
  try {
    if (how === 'turn.steer') await call(how, { sessionId, agent, prompt });
    else await call(how, { sessionId, agent, prompt, ...(overlap && { overlap }) });
    // Whoever sends wants to see what comes of it, wherever they were reading.
    runAction('transcript.to-end');
    // Whatever was typed while the host answered is the beginning of the next prompt.
    setDraft(sessionId, (now) =>
      now.text.startsWith(draft.text)
        ? {
            ...now,
            text: now.text.slice(draft.text.length),
            attachments: now.attachments.slice(draft.attachments.length),
          }
        : now === draft
          ? emptyDraft
          : now,
    );
    // What was sent must not come back as a draft.
    keptDrafts.now(sessionId);
  } catch (error) {
    setProblem(sessionId, toErrorInfo(error));
  } finally {
    setSending(sessionId, false);
  }
}

/** Lets a queue that waits for the user go on. */
export async function resumeQueue(sessionId: SessionId): Promise<void> {
  await reporting(() => call('turn.resumeQueue', { sessionId }));
  wishFocus(sessionId);
}

/** Starts an agent without a prompt, so that its commands and settings are known. */
export async function startAgent(sessionId: SessionId, agent: AgentId): Promise<void> {
  setProblem(sessionId, null);
  try {
    await call('agent.start', { sessionId, agent });
  } catch (error) {
    const info = toErrorInfo(error);
    // The transcript asks how to go on, or says already why a prompt failed.
    if (info.code === 'agent.context-lost' || failsIn(sessionId, agent, info.message)) return;
    setProblem(sessionId, info);
  }
}

/** True where a turn of the agent waits for the same start, or failed with it. */
function failsIn(sessionId: SessionId, agent: AgentId, message: string): boolean {
  const { open } = useApp.getState();
  const last = open?.id === sessionId ? open.turns.findLast((turn) => turn.agent === agent) : undefined;
  if (!last) return false;
  return isActive(last.state) || (last.state.status === 'ended' && last.state.error?.message === message);
}

/** Adds image files to the draft; says which ones cannot be sent, and why. */
export async function attachImages(sessionId: SessionId, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const attached = draftOf(useComposerUi.getState().drafts, sessionId).attachments.length;
    const problem = imageProblem(file, attached);
    if (problem) {
      setProblem(sessionId, { code: 'input.invalid', message: strings.cannotAttach[problem](file.name) });
      continue;
    }
    try {
      const attachment = await readImage(file);
      setDraft(sessionId, (draft) => ({ ...draft, attachments: [...draft.attachments, attachment] }));
    } catch (error) {
      setProblem(sessionId, { ...toErrorInfo(error), message: strings.failedToAttach });
    }
  }
}
