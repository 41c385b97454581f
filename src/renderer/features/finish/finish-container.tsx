import { GitMerge } from 'lucide-react';
import { useMemo } from 'react';
import type { StepProgress } from '../../../shared/domain/finish';
import type { SessionId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import { type Action, useActionSource } from '../../lib/actions';
import { useApp, useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { reporting } from '../../lib/toasts';
import { appStrings } from '../../strings/app';
import { describeStep, finishStrings as strings } from '../../strings/finish';
import { Button } from '../../ui/button';
import { Spinner } from '../../ui/spinner';
import { FinishActions } from './finish-actions';
import { closeFinish, openFinish, setMessage, useFinishUi } from './finish-slice';
import { useFinish } from './use-finish';
import { FinishView } from './views/finish-view';

/** Opens the dialog of a session, from its header; also offers it to the palette. */
export function FinishButton({ sessionId }: { sessionId: SessionId }) {
  const ready = useSession(sessionId)?.worktree !== undefined;
  const canCommit = useApp(
    ({ open }) => open?.id === sessionId && (open.changeSet?.acceptedPending.files ?? 0) > 0,
  );
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'session.commit',
        label: strings.commitShort,
        group: appStrings.groups.session,
        keywords: 'git accepted',
        enabled: ready && canCommit,
        run: () => openFinish(sessionId),
      },
      {
        id: 'session.finish',
        label: strings.open,
        group: appStrings.groups.session,
        keywords: 'commit merge squash rebase push pull request',
        enabled: ready,
        run: () => openFinish(sessionId),
      },
    ],
    [sessionId, ready, canCommit],
  );
  useActionSource(actions);
  const step = useApp((state) => state.finishing[sessionId]);
  if (step) return <StepButton step={step} onClick={() => openFinish(sessionId)} />;
  return (
    <Button
      size="sm"
      icon={<GitMerge aria-hidden size={14} />}
      disabled={!ready}
      title={strings.open}
      onClick={() => openFinish(sessionId)}
    >
      {strings.button}
    </Button>
  );
}

/** Says what is under way, and leads to where it can be cancelled. */
function StepButton({ step, onClick }: { step: StepProgress; onClick(): void }) {
  return (
    <Button size="sm" icon={<Spinner />} title={describeStep(step)} onClick={onClick}>
      {strings.underWay[step.kind]}
    </Button>
  );
}

/** The way from accepted changes to the dialog, for the foot of a list of changes. */
export function CommitButton({ sessionId }: { sessionId: SessionId }) {
  return (
    <Button size="sm" variant="primary" onClick={() => openFinish(sessionId)}>
      {strings.commitShort}
    </Button>
  );
}

/** The dialog that takes a session to its end. Nothing is asked while it is closed. */
export function FinishDialog({ sessionId }: { sessionId: SessionId }) {
  const session = useSession(sessionId);
  const open = useFinishUi((state) => state.open === sessionId);
  return open && session ? <OpenDialog session={session} /> : null;
}

function OpenDialog({ session }: { session: Session }) {
  const { id } = session;
  const model = useFinish(id);
  const message = useFinishUi((state) => state.messages[id]);
  const progress = useApp((state) => state.finishing[id]);
  const catalog = useApp((state) => state.catalog);
  const repository = useApp((state) => state.repositories.find(({ id }) => id === session.repositoryId));
  const hasModel = useApp((state) => state.settings.model.provider !== 'none');
  const agents = catalog.filter(({ availability }) => availability.kind === 'ready');
  const lastAgent = useApp((state) => (state.open?.id === id ? state.open.turns.at(-1)?.agent : undefined));
  const { drift, worktree } = session;
  const actions = new FinishActions(id, model, repository?.path ?? '', message);
  return (
    <FinishView
      title={session.title}
      model={model}
      message={message ?? model.state?.message ?? ''}
      isDraft={message === undefined}
      progress={progress}
      agents={agents}
      lastAgent={lastAgent}
      drift={drift && worktree && { base: worktree.baseRef, drift }}
      hasModel={hasModel}
      actions={actions}
      onMessage={(text) => setMessage(id, text)}
      onCancel={() => void reporting(() => call('finish.cancel', { sessionId: id }))}
      onClose={closeFinish}
    />
  );
}
