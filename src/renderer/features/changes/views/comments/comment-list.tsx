import type { ReactNode } from 'react';
import type { ReviewComment } from '../../../../../shared/domain/comment';
import { commentsStrings as strings } from '../../../../strings/comments';
import { Button } from '../../../../ui/button';
import type { CommentActions } from '../../comment-actions';
import type { CommentDraft } from '../../model/file-remarks';
import type { AuthorNames } from '../author-marks';
import styles from './comments-bar.module.css';

export interface CommentListProps {
  comments: readonly ReviewComment[];
  drafts: readonly CommentDraft[];
  names: AuthorNames;
  actions: CommentActions;
  /** Shows where a comment stands; undefined when its file is not among the changes shown. */
  goTo(place: Pick<ReviewComment, 'path' | 'pathBytes'>, id: string): (() => void) | undefined;
}

/** All comments of the session: what is being written, what is to be sent, what was, and what is settled. */
export function CommentList({ comments, drafts, names, actions, goTo }: CommentListProps) {
  if (comments.length + drafts.length === 0) return <p className={styles.none}>{strings.none}</p>;
  const of = (state: ReviewComment['state']) => comments.filter((comment) => comment.state === state);
  return (
    <div className={styles.list}>
      {drafts.length > 0 && (
        <Group title={strings.unfinished}>
          {drafts.map(({ key, shown, target, text }) => (
            <li key={key} className={styles.item}>
              <Place
                place={strings.placeInFile(shown.path, target ?? { side: 'new' })}
                text={text}
                onGo={goTo(shown, key)}
              />
              <Button size="sm" variant="ghost" onClick={() => actions.discard(key)}>
                {strings.remove}
              </Button>
            </li>
          ))}
        </Group>
      )}
      {(['open', 'sent', 'resolved'] as const).map((state) => {
        const listed = state === 'resolved' ? of(state).reverse() : of(state);
        if (listed.length === 0) return null;
        return (
          <Group key={state} title={strings.groups[state]}>
            {listed.map((comment) => (
              <li key={comment.id} className={styles.item}>
                <Place
                  place={strings.placeInFile(comment.path, comment)}
                  text={comment.text}
                  note={noteOf(comment, names)}
                  onGo={state === 'resolved' ? undefined : goTo(comment, comment.id)}
                />
                {state === 'sent' && (
                  <Button size="sm" variant="ghost" onClick={() => void actions.resolve(comment)}>
                    {strings.resolve}
                  </Button>
                )}
                {state === 'resolved' && (
                  <Button size="sm" variant="ghost" onClick={() => void actions.reopen(comment)}>
                    {strings.reopen}
                  </Button>
                )}
                <Button size="sm" variant="ghost" onClick={() => void actions.remove(comment)}>
                  {strings.remove}
                </Button>
              </li>
            ))}
          </Group>
        );
      })}
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h4 className={styles.heading}>{title}</h4>
      <ul className={styles.items}>{children}</ul>
    </section>
  );
}

interface PlaceProps {
  place: string;
  text: string;
  note?: string;
  onGo: (() => void) | undefined;
}

function Place({ place, text, note, onGo }: PlaceProps) {
  return (
    <button type="button" className={styles.go} disabled={!onGo} onClick={onGo}>
      <span className={styles.place} title={place}>
        <bdi>{place}</bdi>
      </span>
      <span className={styles.text}>{text}</span>
      {note && <span className={styles.note}>{note}</span>}
    </button>
  );
}

function noteOf(comment: ReviewComment, names: AuthorNames): string {
  const { state, sent, outdated, author } = comment;
  const sentTo = sent && strings.sentTo(names.agent(sent.to));
  if (state === 'resolved') return [strings.resolution(comment), ...(sentTo ? [sentTo] : [])].join(' · ');
  const whose = state === 'sent' ? sentTo : author && strings.forAgent(names.agent(author));
  return [...(whose ? [whose] : []), ...(outdated ? [strings.outdated] : [])].join(' · ');
}
