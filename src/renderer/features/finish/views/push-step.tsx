import { CloudUpload } from 'lucide-react';
import { useState } from 'react';
import type { FinishState } from '../../../../shared/domain/finish';
import { finishStrings as strings } from '../../../strings/finish';
import { Button } from '../../../ui/button';
import { Select } from '../../../ui/select';
import { TextArea } from '../../../ui/text-area';
import { TextField } from '../../../ui/text-field';
import type { FinishViewProps } from './finish-props';
import styles from './finish-view.module.css';
import { Step } from './step';

/** Sends the branch to a remote, and then offers a pull request for it. */
export function PushStep(props: FinishViewProps & { state: FinishState }) {
  const { state, model, actions } = props;
  const { remotes, branch } = state;
  const [picked, setPicked] = useState<string>();
  const [isPushed, setPushed] = useState(false);
  const remote = picked ?? state.remote;
  const push = async (to: string) => {
    await actions.push(to);
    setPushed(true);
  };
  const result = model.results.push;
  return (
    <Step icon={<CloudUpload aria-hidden size={15} />} title={strings.pushTitle} result={result}>
      {remote === undefined ? (
        <p className={styles.text}>{strings.noRemotes}</p>
      ) : (
        <>
          <div className={styles.buttons}>
            <span className={styles.hint}>{strings.pushWhat(branch)}</span>
            {remotes.length > 1 && (
              <Select
                label={strings.remote}
                value={remote}
                options={remotes.map(({ name, url }) => ({ value: name, label: name, description: url }))}
                onChange={setPicked}
              />
            )}
            <Button
              busy={model.running === 'push'}
              disabled={model.running !== null && model.running !== 'push'}
              onClick={() => void push(remote)}
            >
              {strings.push(remote)}
            </Button>
          </div>
          {isPushed && result?.kind !== 'failed' && model.target && <PullForm {...props} remote={remote} />}
        </>
      )}
    </Step>
  );
}

function PullForm({ title: sessionTitle, model, actions, remote }: FinishViewProps & { remote: string }) {
  const [title, setTitle] = useState(sessionTitle);
  const [body, setBody] = useState('');
  return (
    <>
      <TextField label={strings.pullTitle} value={title} maxLength={500} onChange={setTitle} />
      <TextArea label={strings.pullBody} rows={3} value={body} onChange={setBody} />
      <div className={styles.buttons}>
        <Button
          busy={model.running === 'push'}
          disabled={title.trim() === ''}
          onClick={() => void actions.openPullRequest(remote, title.trim(), body)}
        >
          {strings.openPull}
        </Button>
      </div>
    </>
  );
}
