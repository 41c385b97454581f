import { describeStep, finishStrings as strings } from '../../../strings/finish';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { ErrorNotice } from '../../../ui/error-notice';
import { Spinner } from '../../../ui/spinner';
import { CommitStep } from './commit-step';
import type { FinishViewProps } from './finish-props';
import styles from './finish-view.module.css';
import { IntegrateStep } from './integrate-step';
import { PushStep } from './push-step';

/** Three steps, each for itself: commit, bring into another branch, push. */
export function FinishView(props: FinishViewProps) {
  const { title, model, progress, onCancel, onClose } = props;
  return (
    <Dialog
      open
      size="lg"
      title={strings.title(title)}
      description={strings.intro}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        (model.running || progress) && (
          <>
            <output className={styles.progress}>
              <Spinner />
              <span className={styles.line}>{progress ? describeStep(progress) : strings.reading}</span>
            </output>
            {(progress?.moving === undefined || progress.slow) && (
              <Button onClick={onCancel}>{progress?.moving ? strings.stopMoving : strings.cancel}</Button>
            )}
          </>
        )
      }
    >
      {model.error && <ErrorNotice error={model.error} />}
      {model.state ? (
        <div className={styles.steps}>
          <CommitStep {...props} state={model.state} />
          <IntegrateStep {...props} state={model.state} />
          <PushStep {...props} state={model.state} />
        </div>
      ) : (
        !model.error && (
          <output className={styles.waiting}>
            <Spinner />
            {strings.reading}
          </output>
        )
      )}
    </Dialog>
  );
}
