import type { KeptCommentDraft } from '../../../shared/domain/comment-draft';
import type { SessionId } from '../../../shared/domain/ids';
import { fromJson } from '../json';
import { RowReader } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

interface Row {
  session_id: string;
  drafts: string;
}

/** The only writer of `comment_drafts`. */
export class CommentDraftsRepository {
  private readonly one;
  private readonly saved;
  private readonly deleted;
  private readonly read;

  constructor(
    private readonly sql: Sql,
    log: StoreLog,
  ) {
    this.read = new RowReader<Row, KeptCommentDraft[]>(
      'comment_drafts',
      ({ drafts }) => fromJson<KeptCommentDraft[]>(drafts, 'array'),
      log,
    );
    this.one = sql.prepare<Row>('SELECT * FROM comment_drafts WHERE session_id = ?');
    this.saved = sql.prepare('INSERT OR REPLACE INTO comment_drafts (session_id, drafts) VALUES (?, ?)');
    this.deleted = sql.prepare('DELETE FROM comment_drafts WHERE session_id = ?');
  }

  /** The comments that were being written in a session; none when they cannot be read. */
  list(sessionId: SessionId): KeptCommentDraft[] {
    return this.read.one(this.one.get([sessionId])) ?? [];
  }

  /** Makes this what is being written in the place that `key` names; null when nothing is. */
  put(sessionId: SessionId, key: string, draft: KeptCommentDraft | null): void {
    this.sql.transaction(() => {
      const others = this.list(sessionId).filter((other) => other.key !== key);
      this.save(sessionId, draft ? [...others, draft] : others);
    });
  }

  /** Lets go of a draft that became a comment with this text; what was begun in its place since then stays. */
  becameComment(sessionId: SessionId, key: string, text: string): void {
    if (this.list(sessionId).some((draft) => draft.key === key && draft.text === text)) {
      this.put(sessionId, key, null);
    }
  }

  private save(sessionId: SessionId, drafts: readonly KeptCommentDraft[]): void {
    if (drafts.length === 0) this.deleted.run([sessionId]);
    else this.saved.run([sessionId, JSON.stringify(drafts)]);
  }
}
