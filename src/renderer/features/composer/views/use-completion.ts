import { useEffect, useState } from 'react';
import type { Command } from '../../../../shared/domain/agent-event';
import { reportError } from '../../../lib/toasts';
import { findTrigger, type Suggestion, suggestCommands, type Trigger } from '../model/completion';

/** Typing faster than this asks for files once. */
const PAUSE_MS = 60;

export interface Completion {
  trigger: Trigger;
  suggestions: readonly Suggestion[];
  /** True while files are being searched for. */
  searching: boolean;
  active: number;
  setActive(index: number): void;
  dismiss(): void;
}

/** What can be completed at the caret; null where nothing can, or the user dismissed it. */
export function useCompletion(
  text: string,
  caret: number,
  commands: readonly Command[],
  findFiles: (query: string) => Promise<string[]>,
): Completion | null {
  const trigger = findTrigger(text, caret);
  const key = trigger ? `${trigger.kind}:${trigger.start}` : null;
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [active, setActive] = useState({ query: '', index: 0 });
  const files = useFiles(trigger?.kind === 'file' && dismissed !== key ? trigger.query : null, findFiles);
  if (key === null && dismissed !== null) setDismissed(null);
  if (!trigger || dismissed === key) return null;
  const suggestions =
    trigger.kind === 'command'
      ? suggestCommands(commands, trigger.query)
      : files.paths.map((path): Suggestion => ({ value: path }));
  return {
    trigger,
    suggestions,
    searching: trigger.kind === 'file' && files.query !== trigger.query,
    active: active.query === trigger.query ? Math.min(active.index, Math.max(0, suggestions.length - 1)) : 0,
    setActive: (index) => setActive({ query: trigger.query, index }),
    dismiss: () => setDismissed(key),
  };
}

/** The files that match; those of the last query stay until the next are there. */
function useFiles(query: string | null, findFiles: (query: string) => Promise<string[]>) {
  const [found, setFound] = useState<{ query: string | null; paths: readonly string[] }>({
    query: null,
    paths: [],
  });
  useEffect(() => {
    if (query === null) return;
    let current = true;
    const timer = setTimeout(() => {
      findFiles(query).then((paths) => {
        if (current) setFound({ query, paths });
      }, reportError);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, findFiles]);
  return found;
}
