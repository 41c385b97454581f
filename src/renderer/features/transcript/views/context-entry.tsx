import { MessageSquareOff, ScrollText } from 'lucide-react';
import type { ContextDecision } from '../../../../shared/domain/agent-event';
import type { Entry } from '../../../../shared/domain/transcript';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Button } from '../../../ui/button';
import { Output } from './content-block-view';
import { Disclosure } from './disclosure';
import question from './question.module.css';
import styles from './rows.module.css';

interface ContextEntryProps {
  entry: Extract<Entry, { type: 'context' }>;
  agentName: string;
  onDecide(decision: ContextDecision): void;
}

const decisions: readonly ContextDecision[] = ['summary', 'fresh', 'retry'];

/** An agent lost its earlier conversation: what to do is the user's to say, and nothing is sent to it before. */
export function ContextEntry({ entry, agentName, onDecide }: ContextEntryProps) {
  const title = strings.contextLost(agentName);
  if (entry.decision) {
    return (
      <div className={styles.lineStill} title={entry.reason}>
        <MessageSquareOff aria-hidden size={14} className={styles.kind} />
        <span className={styles.toolTitle}>{title}</span>
        <span className={styles.quiet}>{strings.contextDecided[entry.decision]}</span>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place for the explanation.
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the way to the open question focuses it.
      tabIndex={0}
      aria-label={title}
      data-permission="open"
      className={question.question}
    >
      <div className={question.head}>
        <MessageSquareOff aria-hidden size={16} className={question.icon} />
        <span className={question.label}>{title}</span>
      </div>
      <p className={question.title}>{strings.contextExplained(agentName)}</p>
      <pre className={question.detail}>
        {revealHidden(entry.reason)}
        {'\n'}
        {strings.contextId(entry.nativeSessionId)}
      </pre>
      <div className={question.options}>
        {decisions.map((decision) => (
          <Button
            key={decision}
            size="sm"
            variant={decision === 'summary' ? 'primary' : 'secondary'}
            title={strings.contextHints[decision]}
            onClick={() => onDecide(decision)}
          >
            {strings.contextDecisions[decision]}
          </Button>
        ))}
      </div>
    </div>
  );
}

interface HandoverEntryProps {
  text: string;
  expanded: boolean;
  onToggle(): void;
}

/** The summary that Coppice gave a new conversation, word for word. */
export function HandoverEntry({ text, expanded, onToggle }: HandoverEntryProps) {
  const summary = (
    <>
      <ScrollText aria-hidden size={14} className={styles.kind} />
      <span className={styles.quiet}>{strings.handedOver}</span>
    </>
  );
  return (
    <Disclosure expanded={expanded} onToggle={onToggle} summary={summary}>
      <Output text={text} />
    </Disclosure>
  );
}
