import { CornerDownLeft } from 'lucide-react';
import { examplePrompts, transcriptStrings as strings } from '../../../strings/transcript';
import { EmptyState } from '../../../ui/empty-state';
import styles from './transcript.module.css';

interface EmptyTranscriptProps {
  /** Absent while the worktree is being prepared. */
  worktree: { branch: string; base: string } | null;
  /** Puts an example into the composer; without it none are offered. */
  onExample: ((prompt: string) => void) | undefined;
}

/** What a session is for, before anything was said in it. */
export function EmptyTranscript({ worktree, onExample }: EmptyTranscriptProps) {
  return (
    <div className={styles.empty}>
      <EmptyState title={strings.emptyTitle}>
        <p>{worktree ? strings.emptyLead(worktree.branch, worktree.base) : strings.emptyUnprepared}</p>
        {onExample && (
          <div className={styles.examples}>
            <p className={styles.examplesHead}>{strings.emptyExamples}</p>
            {examplePrompts.map(({ prompt, does }) => (
              <button key={prompt} type="button" className={styles.example} onClick={() => onExample(prompt)}>
                <span className={styles.exampleText}>
                  <code>{prompt}</code>
                  <span>{does}</span>
                </span>
                <CornerDownLeft aria-hidden size={13} />
              </button>
            ))}
          </div>
        )}
      </EmptyState>
    </div>
  );
}
