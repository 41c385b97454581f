import { baseName } from '../../lib/format';
import { repositoriesStrings as strings } from '../../strings/repositories';
import { AlertDialog } from '../../ui/alert-dialog';
import { Spinner } from '../../ui/spinner';
import styles from './open-dialogs.module.css';
import { consent, dismissQuestion } from './open-repository';
import { type OpenQuestion, useOpenFlow } from './open-slice';

/** What opening a folder asks and says, over whatever the window shows. */
export function OpenDialogs() {
  const flow = useOpenFlow((state) => state.flow);
  switch (flow.kind) {
    case 'idle':
      return null;
    case 'opening':
      return (
        <output className={styles.opening}>
          <Spinner />
          {strings.opening(baseName(flow.path))}
        </output>
      );
    case 'asking':
      return <Question question={flow.question} busy={flow.busy} />;
  }
}

function Question({ question, busy }: { question: OpenQuestion; busy: boolean }) {
  const words = wordsOf(question);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => {
        if (!open) dismissQuestion();
      }}
      title={words.title}
      description={words.text}
      confirmLabel={words.confirm}
      busy={busy}
      onConfirm={() => void consent(question)}
    >
      <p className={styles.path} data-selectable>
        {question.path}
      </p>
      <p className={styles.lead}>{words.lead}</p>
      <ul className={styles.commands}>
        {words.commands.map((command) => (
          <li key={command}>
            <code>{command}</code>
          </li>
        ))}
      </ul>
    </AlertDialog>
  );
}

function wordsOf(question: OpenQuestion) {
  switch (question.kind) {
    case 'needs-init':
      return {
        title: strings.initTitle,
        text: strings.initText(baseName(question.path)),
        lead: strings.runs,
        commands: strings.initDoes,
        confirm: strings.initConfirm,
      };
    case 'needs-first-commit':
      return {
        title: strings.firstCommitTitle,
        text: strings.firstCommitText(question.branch),
        lead: strings.runs,
        commands: strings.firstCommitDoes,
        confirm: strings.firstCommitConfirm,
      };
    case 'needs-trust':
      return {
        title: strings.trustTitle,
        text: strings.trustText,
        lead: strings.trustWould,
        commands: question.executes,
        confirm: strings.trustConfirm,
      };
  }
}
