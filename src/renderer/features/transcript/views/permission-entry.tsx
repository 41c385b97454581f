import { ShieldCheck, ShieldQuestion, ShieldX } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, useRef } from 'react';
import type { PermissionOption } from '../../../../shared/domain/agent-event';
import type { Entry } from '../../../../shared/domain/transcript';
import { formatShortcut } from '../../../lib/shortcut';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Button } from '../../../ui/button';
import { SHOW_QUESTION } from '../model/show-question';
import question from './question.module.css';
import styles from './rows.module.css';

type Permission = Extract<Entry, { type: 'permission' }>;

interface PermissionEntryProps {
  entry: Permission;
  answering: boolean;
  onAnswer(optionId: string): void;
}

/** An agent's question, answerable by mouse or number key; once decided, one line saying who did. */
export function PermissionEntry({ entry, answering, onAnswer }: PermissionEntryProps) {
  /** What had the focus before the card, and has it again once that is gone. */
  const before = useRef<HTMLElement | null>(null);
  if (entry.resolution) return <Resolved entry={entry} />;
  function onFocus({ currentTarget, relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget)) {
      before.current = relatedTarget;
    }
  }
  function answer({ optionId }: PermissionOption): void {
    before.current?.focus();
    onAnswer(optionId);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const option = entry.options[Number(event.key) - 1];
    if (!option || answering) return;
    event.preventDefault();
    answer(option);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place for the detail box.
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: number keys answer while the card has focus.
      tabIndex={0}
      aria-label={strings.announcePermission(entry.title)}
      aria-keyshortcuts={entry.options.map((_, index) => index + 1).join(' ')}
      data-permission="open"
      className={question.question}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <div className={question.head}>
        <ShieldQuestion aria-hidden size={16} className={question.icon} />
        <span className={question.label}>{strings.permissionTitle}</span>
        <span className={question.hint}>{strings.permissionHint(entry.options.length)}</span>
        <span className={question.wayIn}>
          {strings.permissionByKeys(formatShortcut(SHOW_QUESTION), entry.options.length)}
        </span>
      </div>
      {entry.detail?.trim() !== entry.title.trim() && (
        <div className={question.title}>{revealHidden(entry.title)}</div>
      )}
      {entry.detail && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <pre className={question.detail} tabIndex={0}>
          {revealHidden(entry.detail)}
        </pre>
      )}
      <div className={question.options}>
        {entry.options.map((option, index) => (
          <Button
            key={option.optionId}
            size="sm"
            variant={variantOf(option, entry.options)}
            disabled={answering}
            onClick={() => answer(option)}
          >
            {revealHidden(option.name)}
            <kbd className={question.digit} aria-hidden>
              {index + 1}
            </kbd>
          </Button>
        ))}
      </div>
    </div>
  );
}

/** The narrowest permission leads: allowing for good should never be the easiest thing to click. */
function variantOf(option: PermissionOption, options: readonly PermissionOption[]): 'primary' | 'secondary' {
  const lead = options.find((candidate) => candidate.kind === 'allow_once');
  return option.optionId === lead?.optionId ? 'primary' : 'secondary';
}

function Resolved({ entry }: { entry: Permission }) {
  const { resolution } = entry;
  const option = entry.options.find((candidate) => candidate.optionId === resolution?.optionId);
  const allowed = option?.kind.startsWith('allow') ?? false;
  const Icon = allowed ? ShieldCheck : ShieldX;
  const decision =
    !resolution || resolution.by === 'cancel'
      ? strings.resolvedCancelled
      : strings.resolved(option?.name ?? resolution.outcome, strings.resolvedBy[resolution.by]);
  return (
    <div className={styles.lineStill} data-permission="resolved">
      <Icon aria-hidden size={14} className={styles.kind} />
      <span className={styles.toolTitle} title={entry.detail ?? entry.title}>
        {revealHidden(entry.title)}
      </span>
      <span className={styles.quiet}>{revealHidden(decision)}</span>
    </div>
  );
}
