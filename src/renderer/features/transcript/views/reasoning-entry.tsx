import { Brain } from 'lucide-react';
import type { ContentBlock } from '../../../../shared/domain/content';
import { textOf } from '../../../../shared/domain/content';
import { Markdown } from '../../../markdown/markdown';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Disclosure } from './disclosure';
import styles from './rows.module.css';

interface ReasoningEntryProps {
  blocks: readonly ContentBlock[];
  streaming: boolean;
  expanded: boolean;
  onToggle(): void;
}

const PREVIEW = 160;

/** An agent's thinking: one line, its last while it streams and its first after, until opened. */
export function ReasoningEntry({ blocks, streaming, expanded, onToggle }: ReasoningEntryProps) {
  const text = textOf(blocks);
  const lines = text.trim().split('\n');
  const preview = (streaming ? lines.at(-1) : lines[0])?.replace(/[*_`#>]+/g, '').trim() ?? '';
  const summary = (
    <>
      <Brain aria-hidden size={14} className={styles.kind} />
      <span className={styles.quiet}>{streaming ? strings.thinking : strings.thought}</span>
      {!expanded && (
        <span className={styles.preview}>
          {revealHidden(streaming ? preview.slice(-PREVIEW) : preview.slice(0, PREVIEW))}
        </span>
      )}
    </>
  );
  return (
    <Disclosure expanded={expanded} onToggle={onToggle} summary={summary}>
      <div className={styles.reasoning}>
        <Markdown text={text} streaming={streaming} />
      </div>
    </Disclosure>
  );
}
