import type { ContentBlock } from '../../../../shared/domain/content';
import { textOf } from '../../../../shared/domain/content';
import { CopyButton } from '../../../markdown/copy-button';
import { Markdown } from '../../../markdown/markdown';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { ContentBlockView } from './content-block-view';
import styles from './rows.module.css';

/** What an agent said. */
export function MessageEntry({ blocks, streaming }: { blocks: readonly ContentBlock[]; streaming: boolean }) {
  return (
    <div className={styles.message}>
      {blocks.map((block, index) =>
        block.type === 'text' ? (
          <Markdown
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
            key={index}
            text={block.text}
            streaming={streaming && index === blocks.length - 1}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
          <ContentBlockView key={index} block={block} />
        ),
      )}
      {!streaming && (
        <span className={styles.messageCopy}>
          <CopyButton text={textOf(blocks)} label={strings.copyMessage} />
        </span>
      )}
    </div>
  );
}
