import { GitMerge } from 'lucide-react';
import { useState } from 'react';
import type { FinishState, Preflight, Strategy } from '../../../../shared/domain/finish';
import { finishStrings as strings } from '../../../strings/finish';
import { Button } from '../../../ui/button';
import { ErrorNotice } from '../../../ui/error-notice';
import { Segmented } from '../../../ui/segmented';
import { Select } from '../../../ui/select';
import { Switch } from '../../../ui/switch';
import { TextArea } from '../../../ui/text-area';
import { short } from '../finish-actions';
import { ConflictStep } from './conflict-step';
import type { FinishViewProps } from './finish-props';
import styles from './finish-view.module.css';
import { Step } from './step';

const STRATEGIES = (Object.keys(strings.strategies) as Strategy[]).map((value) => ({
  value,
  label: strings.strategies[value],
}));

/** Where the session's branch goes and how, with what would happen before anything does. */
export function IntegrateStep(props: FinishViewProps & { state: FinishState }) {
  const { state, model, actions } = props;
  const { undo } = state;
  const result = model.results.integrate;
  return (
    <Step icon={<GitMerge aria-hidden size={15} />} title={strings.integrateTitle} result={result}>
      {state.bringingIn ? (
        <Resolving {...props} bringingIn={state.bringingIn} />
      ) : state.targets.length === 0 ? (
        <p className={styles.text}>{strings.noTargets}</p>
      ) : (
        <Choice {...props} />
      )}
      {undo && (
        <div className={styles.buttons}>
          <Button busy={model.running === 'integrate'} onClick={() => void actions.putBack(undo.target)}>
            {strings.putBack(undo.target, short(undo.before))}
          </Button>
        </div>
      )}
    </Step>
  );
}

function Choice(props: FinishViewProps & { state: FinishState }) {
  const { state, model } = props;
  const { target, strategy, preflight } = model;
  return (
    <>
      {props.drift && (
        <p className={styles.text}>{strings.driftWhatToDo(props.drift.drift, props.drift.base)}</p>
      )}
      <div className={styles.controls}>
        <Select
          label={strings.target}
          value={target}
          options={state.targets.map((name) => ({ value: name, label: name }))}
          onChange={(next) => model.choose({ target: next })}
        />
        <Segmented
          label={strings.strategy}
          value={strategy}
          options={STRATEGIES}
          onChange={(next) => model.choose({ strategy: next })}
        />
      </div>
      {model.preflightError && <ErrorNotice error={model.preflightError} />}
      {preflight ? (
        <Outcome key={`${target} ${strategy}`} {...props} preflight={preflight} />
      ) : (
        !model.preflightError && <output className={styles.text}>{strings.looking}</output>
      )}
    </>
  );
}

function Outcome(props: FinishViewProps & { preflight: Preflight }) {
  const { preflight, model, actions } = props;
  const { outcome, target, strategy, checkout } = preflight;
  const [message, setMessage] = useState<string>();
  const [follow, setFollow] = useState(false);
  if (outcome.kind === 'up-to-date')
    return <p className={styles.text}>{strings.upToDate(target, preflight.uncommitted)}</p>;
  if (outcome.kind === 'diverged') {
    return <p className={styles.text}>{strings.diverged(target, preflight.behind)}</p>;
  }
  if (outcome.kind === 'conflicts') return <ConflictStep {...props} outcome={outcome} />;
  const text = message ?? preflight.message;
  const result = model.results.integrate;
  const unsigned =
    result?.kind === 'failed' && ['git.sign-failed', 'git.untrusted'].includes(result.error.code);
  const stuck = checkout && (checkout.state.kind !== 'clean' || !follow);
  return (
    <>
      <Facts preflight={preflight} files={outcome.files} />
      {(strategy === 'merge' || strategy === 'squash') && (
        <TextArea
          label={strings.message}
          mono
          rows={3}
          value={text}
          onChange={setMessage}
          hint={strings.noHooks}
        />
      )}
      {checkout?.state.kind === 'clean' && (
        <Switch
          label={strings.checkout}
          description={`${strings.checkoutHint(target, checkout.path)} ${follow ? '' : strings.checkoutNeeded(target)}`}
          checked={follow}
          onChange={setFollow}
        />
      )}
      {checkout?.state.kind === 'dirty' && (
        <p className={styles.warning}>{strings.dirty(checkout.path, checkout.state.files)}</p>
      )}
      {checkout?.state.kind === 'busy' && (
        <p className={styles.warning}>{strings.busy(checkout.path, checkout.state.with)}</p>
      )}
      <div className={styles.buttons}>
        {unsigned && (
          <Button disabled={stuck === true} onClick={() => void actions.integrate(text, follow, false)}>
            {strings.unsigned}
          </Button>
        )}
        <Button
          variant="primary"
          busy={model.running === 'integrate'}
          disabled={
            stuck === true || text.trim() === '' || (model.running !== null && model.running !== 'integrate')
          }
          onClick={() => void actions.integrate(text, follow)}
        >
          {strings.integrate(strategy, target)}
        </Button>
      </div>
    </>
  );
}

function Facts({ preflight, files }: { preflight: Preflight; files: number }) {
  const { strategy, target, ahead, behind, uncommitted } = preflight;
  return (
    <ul className={styles.facts}>
      <li>{strings.what(strategy, target, ahead, files)}</li>
      {behind > 0 && <li>{strings.behind(target, behind)}</li>}
      {uncommitted > 0 && <li className={styles.warning}>{strings.uncommitted(uncommitted)}</li>}
    </ul>
  );
}

interface ResolvingProps extends FinishViewProps {
  bringingIn: NonNullable<FinishState['bringingIn']>;
}

/** What is left of a merge under way, and the way out of it. */
export function Resolving({ bringingIn: { conflicts, marked = [] }, model, actions }: ResolvingProps) {
  const listed = conflicts.length - marked.length;
  return (
    <>
      <p className={styles.text}>
        {strings.bringing} {conflicts.length === 0 && strings.resolvingDone}
        {listed > 0 && strings.resolvingLeft(listed)} {marked.length > 0 && strings.resolvingMarked(marked)}
      </p>
      <div className={styles.buttons}>
        <span className={styles.hint}>{strings.stopResolvingHint}</span>
        <Button busy={model.running === 'integrate'} onClick={() => void actions.stopResolving()}>
          {strings.stopResolving}
        </Button>
      </div>
    </>
  );
}
