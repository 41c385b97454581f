import { X } from 'lucide-react';
import { composerStrings as strings } from '../../../strings/composer';
import type { Attachment } from '../model/draft';
import styles from './composer.module.css';

interface AttachmentListProps {
  attachments: readonly Attachment[];
  onRemove(id: string): void;
}

/** Thumbnails of the images a prompt carries. */
export function AttachmentList({ attachments, onRemove }: AttachmentListProps) {
  return (
    <ul className={styles.attachments} aria-label={strings.attachments}>
      {attachments.map(({ id, name, mimeType, data }) => (
        <li key={id} className={styles.attachment}>
          <img alt={name} title={name} src={`data:${mimeType};base64,${data}`} />
          <button type="button" aria-label={strings.removeAttachment(name)} onClick={() => onRemove(id)}>
            <X aria-hidden size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}
