import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Command } from '../../../../shared/domain/agent-event';
import { isMac } from '../../../lib/platform';
import { composerStrings as strings } from '../../../strings/composer';
import { complete } from '../model/completion';
import { CompletionList } from './completion-list';
import styles from './composer.module.css';
import { type Completion, useCompletion } from './use-completion';

interface PromptFieldProps {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  text: string;
  agentName: string;
  commands: readonly Command[];
  /** False until the agent has said what commands it knows. */
  knowsCommands: boolean;
  /** Earlier prompts, newest first. */
  history: readonly string[];
  onChange(text: string): void;
  /** A file was picked for a mention. */
  onMention(path: string): void;
  onSubmit(): void;
  /** Mod+Enter, where the running turn can be spoken to. */
  onSteer: (() => void) | undefined;
  findFiles(query: string): Promise<string[]>;
  /** The user began a command before the agent said which it knows. */
  onWantCommands(): void;
}

/** The multi-line field: Enter sends, Mod+Enter steers, Shift+Enter breaks the line, `/` and `@` complete, Up recalls. */
export function PromptField(props: PromptFieldProps) {
  const { fieldRef, text, agentName, commands, history, onChange } = props;
  const id = useId();
  const [caret, setCaret] = useState(text.length);
  const wantedCaret = useRef<number | null>(null);
  const completion = useCompletion(text, caret, commands, props.findFiles);

  useLayoutEffect(() => {
    if (wantedCaret.current === null) return;
    fieldRef.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  function write(next: string, at: number): void {
    wantedCaret.current = at;
    setCaret(at);
    onChange(next);
  }

  function pick(index: number): void {
    const suggestion = completion?.suggestions[index];
    if (!completion || !suggestion) return;
    const done = complete(text, completion.trigger, suggestion.value);
    if (completion.trigger.kind === 'file') props.onMention(suggestion.value);
    write(done.text, done.caret);
  }

  function recall(step: 1 | -1): boolean {
    const at = text === '' ? -1 : history.indexOf(text);
    if (text !== '' && at < 0) return false;
    const next = at + step;
    if (next < -1 || next >= history.length) return false;
    const recalled = history[next] ?? '';
    write(recalled, recalled.length);
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While an input method composes, every key is its own; 229 is what some of them send instead.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    if (completion && !mod && !event.altKey && handleCompletionKey(event, completion, pick)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (mod && props.onSteer) props.onSteer();
      else props.onSubmit();
    } else if (event.key === 'ArrowUp' && !event.shiftKey && !mod && atEnd(event) && recall(1)) {
      event.preventDefault();
    } else if (event.key === 'ArrowDown' && !event.shiftKey && !mod && text !== '' && recall(-1)) {
      event.preventDefault();
    }
  }

  return (
    <>
      {completion && (
        <CompletionList
          id={id}
          kind={completion.trigger.kind}
          suggestions={completion.suggestions}
          active={completion.active}
          note={noteOf(completion, props.knowsCommands, agentName)}
          onPick={pick}
        />
      )}
      <textarea
        ref={fieldRef}
        className={styles.field}
        rows={2}
        value={text}
        dir="auto"
        placeholder={strings.placeholder(agentName)}
        aria-label={strings.label(agentName)}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={completion ? id : undefined}
        aria-activedescendant={
          completion && completion.suggestions.length > 0 ? `${id}-${completion.active}` : undefined
        }
        onChange={(event) => {
          setCaret(event.target.selectionStart);
          onChange(event.target.value);
          if (event.target.value === '/' && !props.knowsCommands) props.onWantCommands();
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
    </>
  );
}

function atEnd({ currentTarget: { selectionStart, value } }: KeyboardEvent<HTMLTextAreaElement>): boolean {
  return selectionStart === value.length;
}

function noteOf(completion: Completion, knowsCommands: boolean, agentName: string): string | null {
  if (completion.suggestions.length > 0) return null;
  if (completion.trigger.kind === 'file')
    return completion.searching ? strings.loadingFiles : strings.noFiles;
  return knowsCommands ? strings.noCommands : strings.noCommandsYet(agentName);
}

/** True when the key was for the list of completions. */
function handleCompletionKey(
  event: KeyboardEvent,
  completion: Completion,
  pick: (index: number) => void,
): boolean {
  const { suggestions, active, setActive, dismiss } = completion;
  const count = suggestions.length;
  if (event.key === 'Escape') dismiss();
  else if (count === 0) return false;
  else if (event.key === 'ArrowDown') setActive((active + 1) % count);
  else if (event.key === 'ArrowUp') setActive((active + count - 1) % count);
  else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) pick(active);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
