import { GitCommitHorizontal } from 'lucide-react';
import type { FinishState } from '../../../../shared/domain/finish';
import { finishStrings as strings } from '../../../strings/finish';
import { Button } from '../../../ui/button';
import { TextArea } from '../../../ui/text-area';
import type { FinishActions } from '../finish-actions';
import type { FinishViewProps } from './finish-props';
import styles from './finish-view.module.css';
import { Step } from './step';

const MAX_NAMED = 6;

/** What was accepted, and the message it is committed with. */
export function CommitStep(props: FinishViewProps & { state: FinishState }) {
  const { state, model, message, isDraft, actions, onMessage } = props;
  const { uncommitted, branch, bringingIn } = state;
  const result = model.results.commit;
  const waiting = uncommitted.length > 0 || bringingIn !== undefined;
  const pending = model.preflight?.pending ?? 0;
  return (
    <Step
      icon={<GitCommitHorizontal aria-hidden size={15} />}
      title={strings.commitTitle}
      result={result}
      wayOut={result?.kind === 'failed' && <WayOut code={result.error.code} actions={actions} />}
    >
      <p className={styles.text}>
        {uncommitted.length > 0 ? strings.commitWhat(uncommitted.length, branch) : strings.committedAll}{' '}
        {pending > 0 && strings.pending(pending)}
      </p>
      {waiting && (
        <>
          <Files paths={uncommitted} />
          <TextArea
            label={strings.message}
            mono
            value={message}
            onChange={onMessage}
            hint={strings.messageHint}
          />
          <div className={styles.buttons}>
            {!isDraft && (
              <Button variant="ghost" onClick={() => onMessage(null)}>
                {strings.draftAgain}
              </Button>
            )}
            <Button
              variant="primary"
              busy={model.running === 'commit'}
              disabled={
                message.trim() === '' ||
                (bringingIn?.conflicts.length ?? 0) > 0 ||
                (model.running !== null && model.running !== 'commit')
              }
              onClick={() => void actions.commit()}
            >
              {bringingIn ? strings.completeMerge : strings.commit(uncommitted.length)}
            </Button>
          </div>
        </>
      )}
    </Step>
  );
}

function Files({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <ul className={styles.files}>
      {paths.slice(0, MAX_NAMED).map((path) => (
        <li key={path}>{path}</li>
      ))}
      {paths.length > MAX_NAMED && <li>{strings.andMore(paths.length - MAX_NAMED)}</li>}
    </ul>
  );
}

function WayOut({ code, actions }: { code: string; actions: FinishActions }) {
  if (code === 'git.hook-failed') {
    return <Button onClick={() => void actions.commit({ hooks: false })}>{strings.commitPlain}</Button>;
  }
  if (code === 'git.sign-failed') {
    return <Button onClick={() => void actions.commit({ sign: false })}>{strings.commitUnsigned}</Button>;
  }
  if (code !== 'git.untrusted') return null;
  return (
    <>
      <Button onClick={() => void actions.commit({ hooks: false, sign: false })}>{strings.commitBare}</Button>
      <Button onClick={() => void actions.commit({ trust: true })}>{strings.trust}</Button>
    </>
  );
}
