import { File, FileImage, Volume2 } from 'lucide-react';
import type { ContentBlock } from '../../../../shared/domain/content';
import { LongText } from '../../../markdown/long-text';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import styles from './rows.module.css';
import details from './tool-details.module.css';

/** Only these are drawn: an SVG is a document, and others may be anything. */
const drawable = /^image\/(png|jpe?g|gif|webp|avif|bmp)$/;

/** A block of a message that is not text. */
export function ContentBlockView({ block }: { block: Exclude<ContentBlock, { type: 'text' }> }) {
  switch (block.type) {
    case 'image':
      return drawable.test(block.mimeType) ? (
        <img
          className={styles.image}
          alt={strings.noText}
          src={`data:${block.mimeType};base64,${block.data}`}
        />
      ) : (
        <span className={styles.chip}>
          <FileImage aria-hidden size={13} />
          {block.mimeType}
        </span>
      );
    case 'audio':
      return (
        <span className={styles.chip}>
          <Volume2 aria-hidden size={13} />
          {strings.audio} · {block.mimeType}
        </span>
      );
    case 'resource_link':
      return (
        <span className={styles.chip} title={block.uri}>
          <File aria-hidden size={13} />
          {revealHidden(block.name)}
        </span>
      );
    case 'resource':
      return (
        <div>
          <span className={styles.chip} title={block.uri}>
            <File aria-hidden size={13} />
            {revealHidden(block.uri)}
          </span>
          {block.text !== undefined && <Output text={block.text} />}
        </div>
      );
    case 'unknown':
      return <Output text={block.native} />;
  }
}

/** Verbatim text in a box of its own. */
export function Output({ text }: { text: string }) {
  return (
    <div className={details.output}>
      <LongText text={revealHidden(text)} mono />
    </div>
  );
}
