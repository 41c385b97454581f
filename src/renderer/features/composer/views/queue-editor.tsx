import { type KeyboardEvent, useEffect, useRef } from 'react';
import { composerStrings as strings } from '../../../strings/composer';
import { Button } from '../../../ui/button';
import type { Draft } from '../model/draft';
import { AttachmentList } from './attachment-list';
import styles from './queue.module.css';

interface QueueEditorProps {
  draft: Draft;
  onDraft(change: (draft: Draft) => Draft): void;
  onSave(): void;
  onCancel(): void;
}

const LINES = 8;

/** A waiting prompt, edited where it stands: Enter saves, Shift+Enter breaks the line, Escape leaves it as it was. */
export function QueueEditor({ draft, onDraft, onSave, onCancel }: QueueEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);
  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes, every key is its own; 229 is what some of them send instead.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && !event.shiftKey) onSave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const empty = draft.text.trim() === '' && draft.attachments.length === 0;
  return (
    <li className={styles.editor}>
      <textarea
        ref={field}
        className={styles.editorField}
        aria-label={strings.editLabel}
        rows={Math.min(LINES, draft.text.split('\n', LINES).length)}
        value={draft.text}
        onChange={({ target: { value } }) => onDraft((now) => ({ ...now, text: value }))}
        onKeyDown={onKeyDown}
      />
      {draft.attachments.length > 0 && (
        <AttachmentList
          attachments={draft.attachments}
          onRemove={(id) =>
            onDraft((now) => ({ ...now, attachments: now.attachments.filter((image) => image.id !== id) }))
          }
        />
      )}
      <div className={styles.editorButtons}>
        <Button size="sm" variant="primary" disabled={empty} onClick={onSave}>
          {strings.editSave}
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {strings.editCancel}
        </Button>
      </div>
    </li>
  );
}
