import type { OpenOutcome, Repository } from '../../../shared/domain/repository';
import { isLive } from '../../../shared/domain/session-life';
import type { Input } from '../../../shared/ipc/contract';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { go } from '../../lib/route';
import { reportError, reporting } from '../../lib/toasts';
import { repositoriesStrings } from '../../strings/repositories';
import { type OpenFlow, type OpenQuestion, useOpenFlow } from './open-slice';

type Consent = Omit<Input<'repository.open'>, 'path'>;

/** Consents given so far to the folder being opened; later questions keep them. */
let given: Consent = {};

/** Opens the repository at a path, asking the user what has to be decided first. */
export async function openRepository(path: string): Promise<void> {
  given = {};
  setFlow({ kind: 'opening', path });
  await attempt(path);
}

/** Lets the user pick a folder and opens it. */
export async function chooseRepository(): Promise<void> {
  const chosen = await reporting(() => call('repository.choose', {}));
  if (chosen) await openRepository(chosen.path);
}

/** Opens what was dropped on the window. */
export async function openDropped(file: File): Promise<void> {
  const path = window.coppice.pathOf(file);
  if (path) return openRepository(path);
  reportError({
    code: 'input.invalid',
    message: repositoriesStrings.notAFolder,
    hint: repositoriesStrings.notAFolderHint,
  });
}

/** The user agreed to what the open question asks. */
export async function consent(question: OpenQuestion): Promise<void> {
  given = { ...given, ...consentTo(question) };
  setFlow({ kind: 'asking', question, busy: true });
  await attempt(question.path);
}

export function dismissQuestion(): void {
  setFlow({ kind: 'idle' });
}

/** Shows a repository: its session that comes first in the list, or its first prompt. */
export function showRepository(repository: Repository): void {
  const newest = useApp
    .getState()
    .sessions.filter((session) => session.repositoryId === repository.id && isLive(session))
    .sort((a, b) => b.updatedAt - a.updatedAt)[0];
  go(
    newest ? { kind: 'session', sessionId: newest.id } : { kind: 'new-session', repositoryId: repository.id },
  );
}

async function attempt(path: string): Promise<void> {
  try {
    settle(await call('repository.open', { path, ...given }));
  } catch (error) {
    setFlow({ kind: 'idle' });
    reportError(error);
  }
}

function settle(outcome: OpenOutcome): void {
  if (outcome.kind !== 'opened') {
    setFlow({ kind: 'asking', question: outcome, busy: false });
    return;
  }
  setFlow({ kind: 'idle' });
  // Its sessions are in the sidebar; who opens it has something new to be done.
  go({ kind: 'new-session', repositoryId: outcome.repository.id });
}

function consentTo(question: OpenQuestion): Consent {
  switch (question.kind) {
    case 'needs-init':
      return { init: true, firstCommit: true };
    case 'needs-first-commit':
      return { firstCommit: true };
    case 'needs-trust':
      return { trust: true };
  }
}

function setFlow(flow: OpenFlow): void {
  useOpenFlow.setState({ flow });
}
