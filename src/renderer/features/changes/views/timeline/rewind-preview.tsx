import { fileKey } from '../../../../../shared/domain/file-key';
import type { RewindFile } from '../../../../../shared/domain/rewind';
import { fullTime } from '../../../../lib/format';
import { revealInCode } from '../../../../markdown/reveal-hidden';
import { timelineStrings as strings } from '../../../../strings/timeline';
import { Button } from '../../../../ui/button';
import { Segmented } from '../../../../ui/segmented';
import { Spinner } from '../../../../ui/spinner';
import type { Rewinding } from '../../timeline-model';
import { type AuthorNames, authorText } from '../author-marks';
import styles from './rewind-preview.module.css';

interface RewindPreviewViewProps {
  rewinding: Rewinding;
  names: AuthorNames;
  onTake(file: RewindFile, whole: boolean): void;
  onBack(): void;
  onConfirm(): void;
}

/** What taking work back would do, file by file, and what the user has to say about it. */
export function RewindPreviewView(props: RewindPreviewViewProps) {
  const { rewinding, names, onBack, onConfirm } = props;
  const { preview, busy, target } = rewinding;
  const count = preview?.files.filter(({ outcome }) => outcome !== 'blocked').length ?? 0;
  return (
    <div className={styles.preview}>
      <h3 className={styles.title}>{titleOf(rewinding, names)}</h3>
      {preview === null ? (
        <p className={styles.quiet}>
          <Spinner /> {strings.looking}
        </p>
      ) : (
        <>
          {count === 0 ? (
            <p className={styles.quiet}>{strings.nothing}</p>
          ) : (
            <p>
              {target.kind === 'session' ? strings.willSession(count) : strings.willAgent(count)}{' '}
              {strings.stays}
            </p>
          )}
          <Files {...props} files={preview.files} />
        </>
      )}
      <div className={styles.actions}>
        <Button onClick={onBack}>{strings.back}</Button>
        {count > 0 && (
          <Button variant="primary" busy={busy} onClick={onConfirm} autoFocus>
            {strings.confirm(count)}
          </Button>
        )}
      </div>
    </div>
  );
}

function titleOf({ entry, target }: Rewinding, names: AuthorNames): string {
  if (target.kind === 'session') {
    return strings.previewSession(authorText(entry.author, names), fullTime(entry.at));
  }
  return target.turnId
    ? strings.previewTurn(authorText(entry.author, names))
    : strings.previewAgent(names.agent(target.agent));
}

function Files({ files, rewinding, onTake }: RewindPreviewViewProps & { files: readonly RewindFile[] }) {
  const conflicts = files.filter(({ outcome }) => outcome === 'conflict');
  const clear = files.filter(({ outcome }) => outcome !== 'conflict');
  return (
    <>
      {conflicts.length > 0 && (
        <section className={styles.conflicts}>
          <p>{strings.conflicts(conflicts.length)}</p>
          <ul className={styles.files}>
            {conflicts.map((file) => (
              <li key={fileKey(file)} className={styles.file}>
                <Path file={file} />
                <Segmented<'keep' | 'take'>
                  label={strings.choiceFor(file.path)}
                  value={rewinding.take.has(fileKey(file)) ? 'take' : 'keep'}
                  options={[
                    { value: 'keep', label: strings.keep },
                    { value: 'take', label: strings.takeWhole },
                  ]}
                  onChange={(choice) => onTake(file, choice === 'take')}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {clear.length > 0 && (
        <ul className={styles.files}>
          {clear.slice(0, LISTED).map((file) => (
            <li key={fileKey(file)} className={styles.file}>
              <Path file={file} />
              <span className={styles.quiet}>{strings.outcome(file.outcome)}</span>
            </li>
          ))}
        </ul>
      )}
      {clear.length > LISTED && <p className={styles.quiet}>{strings.moreFiles(clear.length - LISTED)}</p>}
    </>
  );
}

const LISTED = 200;

function Path({ file: { path } }: { file: RewindFile }) {
  return (
    <span className={styles.path} title={path}>
      {revealInCode(path)}
    </span>
  );
}
