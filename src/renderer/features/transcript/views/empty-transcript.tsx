import { CornerDownLeft } from 'lucide-react';
import { preparingStrings, statusStrings } from '../../../strings/common';
import { examplePrompts, transcriptStrings as strings } from '../../../strings/transcript';
import { EmptyState } from '../../../ui/empty-state';
import styles from './transcript.module.css';

/** How far the worktree is made, in files, once that is known. */
export interface Preparing {
  done?: number;
  total?: number;
}

interface EmptyTranscriptProps {
  /** Absent until the worktree is made. */
  worktree: { branch: string; base: string } | null;
  preparing: Preparing | null;
  /** Puts an example into the composer; without it none are offered. */
  onExample: ((prompt: string) => void) | undefined;
}

/** What a session is for, before anything was said in it. */
export function EmptyTranscript({ worktree, preparing, onExample }: EmptyTranscriptProps) {
  return (
    <div className={styles.empty}>
      <EmptyState title={preparing ? statusStrings.preparing : strings.emptyTitle}>
        {preparing && <WorktreeProgress {...preparing} />}
        {worktree && <p>{strings.emptyLead(worktree.branch, worktree.base)}</p>}
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

function WorktreeProgress({ done, total }: Preparing) {
  return (
    <>
      <p className={styles.making}>{preparingStrings.long(done, total)}</p>
      <progress
        aria-label={preparingStrings.progress}
        className={styles.progress}
        max={total}
        value={total ? done : undefined}
      />
      <p>{strings.emptyUnprepared}</p>
    </>
  );
}
