import { readCommentPrompt } from '../../../../shared/domain/comment-prompt';
import type { ContentBlock } from '../../../../shared/domain/content';
import { textOf } from '../../../../shared/domain/content';
import { cx } from '../../../lib/cx';
import { CopyButton } from '../../../markdown/copy-button';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Badge } from '../../../ui/badge';
import { ContentBlockView } from './content-block-view';
import { EntryTime } from './entry-time';
import styles from './rows.module.css';
import { SentComments } from './sent-comments';

interface PromptEntryProps {
  blocks: readonly ContentBlock[];
  agentName: string;
  ts: number;
  /** True when it was said into a turn that was running. */
  steers: boolean;
  expanded: boolean;
  onToggle(): void;
}

const LONG_LINES = 12;
const LONG_CHARS = 1200;

/** What the user asked, as typed; review comments as they were made. */
export function PromptEntry({ blocks, agentName, ts, steers, expanded, onToggle }: PromptEntryProps) {
  const text = textOf(blocks);
  const attachments = blocks.filter((block) => block.type !== 'text' && block.type !== 'resource_link');
  const comments = readCommentPrompt(text) ?? [];
  const long = text.length > LONG_CHARS || text.split('\n', LONG_LINES + 1).length > LONG_LINES;
  return (
    <div className={styles.prompt}>
      <div className={styles.promptHead}>
        <span className={styles.you}>{strings.you}</span>
        <span>{strings.to(agentName)}</span>
        <EntryTime ts={ts} />
        {steers && <Badge>{strings.steers}</Badge>}
        <span className={styles.hoverOnly}>
          <CopyButton text={text} label={strings.copyMessage} />
        </span>
      </div>
      {comments.length > 0 && <SentComments comments={comments} clamped={long && !expanded} />}
      {text !== '' && comments.length === 0 && (
        <div className={cx(styles.promptText, long && !expanded && styles.clamped)} dir="auto">
          {revealHidden(text)}
        </div>
      )}
      {long && (
        <button type="button" className={styles.textButton} aria-expanded={expanded} onClick={onToggle}>
          {expanded ? strings.showLess : strings.showAllText}
        </button>
      )}
      {attachments.length > 0 && (
        <div className={styles.attachments}>
          {attachments.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a prompt's blocks never change.
            <ContentBlockView key={index} block={block as Exclude<ContentBlock, { type: 'text' }>} />
          ))}
        </div>
      )}
    </div>
  );
}
