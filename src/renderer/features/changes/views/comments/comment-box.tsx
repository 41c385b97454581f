import { type KeyboardEvent, useEffect, useRef } from 'react';
import { MAX_COMMENT_TEXT } from '../../../../../shared/domain/comment';
import { commentsStrings as strings } from '../../../../strings/comments';
import { Button } from '../../../../ui/button';
import { type CommentActions, canSave } from '../../comment-actions';
import type { CommentDraft } from '../../model/file-remarks';
import styles from './remark-row.module.css';

interface CommentBoxProps {
  draft: CommentDraft;
  /** The lines it was begun on are not on screen as they were. */
  isOlder: boolean;
  actions: CommentActions;
  /** Called when the box is closed, before it is gone. */
  onClosed(): void;
}

/** Where a comment is written. */
export function CommentBox({ draft, isOlder, actions, onClosed }: CommentBoxProps) {
  const { key, text, target, wantsFocus } = draft;
  const field = useRef<HTMLTextAreaElement>(null);
  // Half written, one goes on at its end.
  useEffect(() => {
    const { current } = field;
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  useEffect(() => {
    const element = field.current;
    if (!wantsFocus || !element) return;
    element.focus({ preventScroll: true });
    element.closest('[data-remark]')?.scrollIntoView({ block: 'nearest' });
    actions.focused(key);
  }, [wantsFocus, actions, key]);
  function save(): void {
    if (actions.save(key)) onClosed();
  }
  function discard(): void {
    actions.discard(key);
    onClosed();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') discard();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const tooLong = text.length > MAX_COMMENT_TEXT;
  return (
    <div className={styles.box}>
      <textarea
        ref={field}
        rows={2}
        aria-label={
          draft.editing === undefined ? strings.boxLabel(target ?? { side: 'new' }) : strings.editLabel
        }
        aria-invalid={tooLong || undefined}
        placeholder={strings.boxHint}
        value={text}
        className={styles.field}
        onChange={(event) => actions.type(key, event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.boxFoot}>
        <span className={tooLong ? styles.tooLong : styles.hint} role={tooLong ? 'alert' : undefined}>
          {tooLong ? strings.tooLong(text.length) : isOlder ? strings.onOlder : strings.saveKeys()}
        </span>
        <Button size="sm" variant="ghost" onClick={discard}>
          {strings.cancel}
        </Button>
        <Button size="sm" variant="primary" disabled={!canSave(text)} onClick={save}>
          {strings.save}
        </Button>
      </div>
    </div>
  );
}
