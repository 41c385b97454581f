import type { KeyboardEvent } from 'react';
import type { Decision } from '../../../../../shared/domain/decision';
import { fileKey } from '../../../../../shared/domain/file-key';
import type { TurnId } from '../../../../../shared/domain/ids';
import type { RewindTarget, TimelineEntry } from '../../../../../shared/domain/rewind';
import { cx } from '../../../../lib/cx';
import { fullTime, shortTime } from '../../../../lib/format';
import { revealInCode } from '../../../../markdown/reveal-hidden';
import { changesStrings } from '../../../../strings/changes';
import { timelineStrings as strings } from '../../../../strings/timeline';
import { Button } from '../../../../ui/button';
import { ChangeCounts } from '../../../../ui/change-counts';
import { ErrorNotice } from '../../../../ui/error-notice';
import { Spinner } from '../../../../ui/spinner';
import { decisionText, undoneDecision } from '../../model/undone-decision';
import type { FilesThen, TimelineState } from '../../timeline-model';
import { AuthorGlyph, type AuthorNames, authorText } from '../author-marks';
import { StatusLetter } from '../status-letter';
import styles from './timeline-view.module.css';

interface TimelineViewProps extends Pick<TimelineState, 'entries' | 'error' | 'chosen' | 'moments'> {
  /** The commit the session started from. */
  base: string;
  names: AuthorNames;
  onChoose(entry: TimelineEntry): void;
  onRewind(entry: TimelineEntry, target: RewindTarget): void;
  onShowTurn(turn: TurnId): void;
}

/** The list of what was done, and beside it what the chosen moment was like and the ways back. */
export function TimelineView(props: TimelineViewProps) {
  const { entries, error, chosen, names, onChoose } = props;
  if (error) {
    return (
      <div className={styles.error}>
        <ErrorNotice error={error} />
      </div>
    );
  }
  if (!entries) {
    return (
      <p className={styles.quiet}>
        <Spinner /> {strings.reading}
      </p>
    );
  }
  if (entries.length === 0) return <p className={styles.quiet}>{strings.empty}</p>;
  const decisions = entries.flatMap(({ decision }) => decision ?? []);
  return (
    <div className={styles.timeline}>
      <ol className={styles.list} aria-label={strings.list} onKeyDown={moveFocus}>
        {entries.map((entry) => (
          <li key={`${entry.after} ${entry.decision?.ordinal}`}>
            <button
              type="button"
              className={cx(styles.entry, entry === chosen && styles.chosen)}
              aria-current={entry === chosen}
              onFocus={() => onChoose(entry)}
              onPointerEnter={() => onChoose(entry)}
              onClick={() => onChoose(entry)}
            >
              <AuthorGlyph author={entry.author} names={names} />
              <span className={styles.what}>
                <span className={styles.who}>{authorText(entry.author, names)}</span>
                <Prompt author={entry.author} names={names} />
                {entry.decision ? (
                  <Decided entry={entry} decision={entry.decision} decisions={decisions} />
                ) : (
                  <span className={styles.changed} title={entry.paths.join('\n')}>
                    {strings.changed(entry.paths.map(revealInCode), entry.counts.files)}
                  </span>
                )}
              </span>
              <span className={styles.side}>
                {entry.before !== entry.after && <ChangeCounts {...entry.counts} />}
                <time className={styles.time} title={fullTime(entry.at)}>
                  {shortTime(entry.at, Date.now())}
                </time>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {chosen && <Moment {...props} chosen={chosen} />}
    </div>
  );
}

function Prompt({ author, names }: Pick<TimelineEntry, 'author'> & { names: AuthorNames }) {
  const prompt = author.kind === 'agent' && author.turnId && names.prompt(author.turnId);
  return prompt ? <span className={styles.prompt}>{prompt}</span> : null;
}

interface DecidedProps {
  entry: TimelineEntry;
  decision: Decision;
  /** All that are listed. */
  decisions: readonly Decision[];
}

/** What the user decided, in the words of the list of decisions. */
function Decided({ entry, decision, decisions }: DecidedProps) {
  const text = decisionText(decision, undoneDecision(decision, decisions));
  return (
    <span className={styles.prompt} title={entry.paths.join('\n')}>
      {decision.undone ? `${text} · ${changesStrings.decisionUndone}` : text}
    </span>
  );
}

/** How the session was after an entry, and what can be taken back from there. */
function Moment(props: TimelineViewProps & { chosen: TimelineEntry }) {
  const { chosen, moments, base, names, onRewind, onShowTurn } = props;
  const { author, before } = chosen;
  const files = moments.get(chosen.after);
  return (
    <div className={styles.moment}>
      {files ? <Files files={files} /> : <Spinner />}
      <div className={styles.actions}>
        <Button size="sm" onClick={() => onRewind(chosen, { kind: 'session', to: before })}>
          {strings.toBefore}
        </Button>
        {author.kind === 'agent' && (
          <>
            {author.turnId && <TurnActions {...{ author, base, chosen, onRewind, onShowTurn }} />}
            <Button
              size="sm"
              variant="ghost"
              onClick={() => onRewind(chosen, { kind: 'agent', agent: author.agent, after: before })}
            >
              {strings.takeAgent(names.agent(author.agent))}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

interface TurnActionsProps extends Pick<TimelineViewProps, 'base' | 'onRewind' | 'onShowTurn'> {
  author: Extract<TimelineEntry['author'], { kind: 'agent' }>;
  chosen: TimelineEntry;
}

function TurnActions({ author: { agent, turnId }, base, chosen, onRewind, onShowTurn }: TurnActionsProps) {
  if (!turnId) return null;
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        onClick={() => onRewind(chosen, { kind: 'agent', agent, after: base, turnId })}
      >
        {strings.takeTurn}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => onShowTurn(turnId)}>
        {strings.show}
      </Button>
    </>
  );
}

const LISTED = 200;

function Files({ files }: { files: FilesThen }) {
  return (
    <>
      <p className={styles.then}>{strings.filesThen(files.length)}</p>
      <ul className={styles.files}>
        {files.slice(0, LISTED).map((file) => (
          <li key={fileKey(file)} className={styles.file}>
            <StatusLetter status={file.status} />
            <span className={styles.path} title={file.path}>
              {revealInCode(file.path)}
            </span>
            <ChangeCounts insertions={file.insertions} deletions={file.deletions} />
          </li>
        ))}
      </ul>
      {files.length > LISTED && <p className={styles.quiet}>{strings.moreFiles(files.length - LISTED)}</p>}
    </>
  );
}

/** Up and down go from entry to entry, Home and End to the ends. */
function moveFocus(event: KeyboardEvent<HTMLOListElement>): void {
  const rows = [...event.currentTarget.querySelectorAll('button')];
  const at = rows.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = to === undefined ? undefined : rows[Math.max(0, Math.min(to, rows.length - 1))];
  if (!row) return;
  event.preventDefault();
  row.focus();
}
