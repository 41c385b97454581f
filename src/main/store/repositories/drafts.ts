import type { Attachment, Draft, DraftUpdate } from '../../../shared/domain/draft';
import { type SessionId, sessionId as toSessionId } from '../../../shared/domain/ids';
import { fromJson } from '../json';
import { RowReader, readId } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

interface Row {
  session_id: string;
  body: string;
  attachments: string;
}

/** The only writer of `drafts`. */
export class DraftsRepository {
  private readonly one;
  private readonly saved;
  private readonly deleted;
  private readonly read;

  constructor(sql: Sql, log: StoreLog) {
    this.read = new RowReader('drafts', toDraft, log);
    this.one = sql.prepare<Row>('SELECT * FROM drafts WHERE session_id = ?');
    this.saved = sql.prepare(
      `INSERT INTO drafts (session_id, body, attachments) VALUES (@sessionId, @body, coalesce(@attachments, '[]'))
       ON CONFLICT (session_id) DO UPDATE SET
         body = excluded.body, attachments = coalesce(@attachments, attachments)`,
    );
    this.deleted = sql.prepare(
      `DELETE FROM drafts WHERE session_id = ? AND attachments = '[]'
         AND json_extract(body, '$.text') = ''`,
    );
  }

  /** What was being written in a session; undefined when nothing was, or it cannot be read. */
  find(sessionId: SessionId): Draft | undefined {
    return this.read.one(this.one.get([sessionId]));
  }

  /** Keeps a draft; an empty one is forgotten. Without attachments those kept before stay. */
  save(sessionId: SessionId, { text, mentions, attachments }: DraftUpdate): void {
    const body = JSON.stringify({ text, mentions });
    this.saved.run({ sessionId, body, attachments: attachments ? JSON.stringify(attachments) : null });
    this.deleted.run([sessionId]);
  }
}

function toDraft(row: Row): Draft {
  readId(toSessionId, row.session_id);
  return {
    ...fromJson<Pick<Draft, 'text' | 'mentions'>>(row.body, 'object'),
    attachments: fromJson<Attachment[]>(row.attachments, 'array'),
  };
}
