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

  constructor(sql: Sql, log: StoreLog) {
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

  /** Makes these all the comments that are being written in a session. */
  replaceAll(sessionId: SessionId, drafts: readonly KeptCommentDraft[]): void {
    if (drafts.length === 0) this.deleted.run([sessionId]);
    else this.saved.run([sessionId, JSON.stringify(drafts)]);
  }
}
