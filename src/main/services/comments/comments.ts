import { randomUUID } from 'node:crypto';
import type { ChangeSet } from '../../../shared/domain/change';
import { MAX_COMMENTS, type ReviewComment } from '../../../shared/domain/comment';
import { commentPrompt } from '../../../shared/domain/comment-prompt';
import { textOf } from '../../../shared/domain/content';
import { type AgentId, type CommentId, commentId, type SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import { isLive } from '../../../shared/domain/session-life';
import type { Turn } from '../../../shared/domain/turn';
import { AppError } from '../../../shared/errors';
import type { CommentInput, SendingInput } from '../../../shared/ipc/calls/comment';
import { readBlobs } from '../../git/changes/read-blobs';
import { readLines } from '../../git/changes/read-lines';
import { exclusively } from '../../git/exclusively';
import { isZeroOid } from '../../git/path-bytes';
import type { StoredComment } from '../../store/repositories/comments';
import type { Store } from '../../store/store';
import type { ChangedFiles } from '../changes/changed-files';
import type { Changes } from '../changes/changes';
import type { Dispatcher } from '../dispatcher';
import type { Log } from '../log';
import { checkedPrompt, checkedText, noSuchLines, notOpen } from './comment-checks';
import { agentOfLines, quoteOf } from './comment-lines';
import { filesNow } from './files-now';
import type { FileNow } from './follow-comment';
import { lookFor } from './look-for-comment';

export interface CommentsDeps {
  store: Pick<Store, 'commentDrafts' | 'comments' | 'sessions'>;
  changes: Pick<Changes, 'current'>;
  changedFiles: Pick<ChangedFiles, 'diff'>;
  dispatcher: Pick<Dispatcher, 'enqueueAll'>;
  /** The session's worktree once it is ready. */
  worktree(sessionId: SessionId): Promise<Worktree>;
  /** Throws AppError when the agent cannot be started here. */
  requireAgent(agent: AgentId): void;
  /** Called with comments that are new or not as they were, once that is on disk. */
  onChange(sessionId: SessionId, comments: ReviewComment[]): void;
  onRemoved(sessionId: SessionId, id: CommentId): void;
  log: Log;
  now?(): number;
}

/** Resolved comments that are still listed, the newest ones. */
const LISTED_RESOLVED = 200;

/** What the user says about changed lines: kept, followed as the files move on, and sent back to who wrote them. */
export class Comments {
  readonly #deps: CommentsDeps;
  readonly #following = new Set<Promise<void>>();

  constructor(deps: CommentsDeps) {
    this.#deps = deps;
  }

  /** In the order made; of those that are resolved only the newest. */
  list(sessionId: SessionId): ReviewComment[] {
    return this.#listed(sessionId).map(toComment);
  }

  /**
   * Keeps a comment on lines as the user saw them, also when they changed meanwhile: it is then outdated. Throws
   * `input.invalid` when there are no such lines, or too many comments, `not-found` for a session that is gone.
   */
  async add(input: CommentInput): Promise<ReviewComment> {
    const { sessionId, path, pathBytes, side, range, oldOid, newOid } = input;
    const text = checkedText(input.text);
    this.#deps.store.sessions.get(sessionId);
    this.#refuseTooMany(sessionId);
    const oid = side === 'old' ? oldOid : newOid;
    const lines = range ? await this.#linesOf(sessionId, oid, path) : [];
    if (range && range[1] > lines.length) throw noSuchLines(path);
    const author = await this.#authorOf(input);
    const id = commentId.parse(randomUUID());
    this.#inPlaceOfDraft(input, () =>
      this.#deps.store.comments.insert({
        ...{ id, sessionId, path, side, oid, text, createdAt: this.#now() },
        ...(pathBytes !== undefined && { pathBytes }),
        ...(range && { range }),
        ...(author && { author }),
        ...quoteOf(range ? lines.slice(range[0] - 1, range[1]) : []),
      }),
    );
    this.#tell(sessionId, [id]);
    const changeSet = this.#deps.changes.current(sessionId);
    if (changeSet) await this.follow(changeSet);
    return toComment(this.#deps.store.comments.get(id));
  }

  /** Gives an open comment another text. Throws `comment.not-open`. */
  edit(sessionId: SessionId, id: CommentId, text: string, draftKey?: string): void {
    const { comments } = this.#deps.store;
    if (this.#get(sessionId, id).state !== 'open') {
      throw new AppError(
        'comment.not-open',
        'This comment was sent or resolved meanwhile.',
        'Reopen it to change it.',
      );
    }
    this.#inPlaceOfDraft({ sessionId, draftKey, text }, () => comments.setText(id, checkedText(text)));
    this.#tell(sessionId, [id]);
  }

  resolve(sessionId: SessionId, id: CommentId): void {
    if (this.#get(sessionId, id).state === 'resolved') return;
    this.#deps.store.comments.resolve(id, 'user', this.#now());
    this.#tell(sessionId, [id]);
  }

  /**
   * Makes a sent or resolved comment open again, so that it can be edited and sent once more, and looks for its lines:
   * nobody did while it was resolved.
   */
  async reopen(sessionId: SessionId, id: CommentId): Promise<void> {
    this.#open(sessionId, id);
    const changeSet = this.#deps.changes.current(sessionId);
    if (!changeSet) return;
    // It is open also where its file cannot be looked at.
    await this.follow(changeSet).catch((error: unknown) => {
      this.#deps.log.warn('comments were not followed', { session: sessionId, error: String(error) });
    });
  }

  #open(sessionId: SessionId, id: CommentId): void {
    const { state } = this.#get(sessionId, id);
    if (state === 'open') return;
    if (state === 'resolved') this.#refuseTooMany(sessionId);
    this.#deps.store.comments.reopen(id);
    this.#tell(sessionId, [id]);
  }

  delete(sessionId: SessionId, id: CommentId): void {
    this.#get(sessionId, id);
    this.#deps.store.comments.delete(id);
    this.#deps.onRemoved(sessionId, id);
  }

  /**
   * Queues a prompt for each agent with its comments. They are sent and on disk together: all of them or, when one is
   * not open any more or an agent cannot be started, none and this throws.
   */
  send(sessionId: SessionId, sendings: readonly SendingInput[]): Turn[] {
    const { store, dispatcher, requireAgent } = this.#deps;
    if (!isLive(store.sessions.get(sessionId))) {
      throw new AppError('session.archived', 'This session was put away.', 'Restore it first.');
    }
    const ids = sendings.flatMap(({ commentIds }) => commentIds);
    if (new Set(ids).size < ids.length) throw notOpen();
    const prompts = sendings.map(({ to, commentIds }) => {
      requireAgent(to);
      const comments = commentIds.map((id) => this.#get(sessionId, id));
      if (comments.some(({ state }) => state !== 'open')) throw notOpen();
      return { agent: to, prompt: [{ type: 'text' as const, text: checkedPrompt(commentPrompt(comments)) }] };
    });
    const at = this.#now();
    const turns = dispatcher.enqueueAll(sessionId, prompts, (queued) => {
      for (const [index, { to, commentIds }] of sendings.entries()) {
        const turn = queued[index] as Turn;
        for (const id of commentIds) store.comments.markSent(id, { turnId: turn.id, to, at });
      }
    });
    this.#tell(sessionId, ids);
    return turns;
  }

  /** Looks for the lines of comments in files that changed; what was sent is resolved when its lines are others now. */
  follow(changeSet: ChangeSet): Promise<void> {
    const following = exclusively(`comments:${changeSet.sessionId}`, () => this.#follow(changeSet));
    this.#following.add(following);
    return following.finally(() => this.#following.delete(following));
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#following);
  }

  /**
   * Opens comments again whose words are no longer in the prompts that were to send them: the user edited these waiting
   * turns of one session.
   */
  promptsEdited(sessionId: SessionId, turns: readonly Turn[]): void {
    const waiting = new Map(turns.flatMap((turn) => (turn.sentAt === undefined ? [[turn.id, turn]] : [])));
    for (const { id, sent, state, text } of this.#deps.store.comments.list(sessionId)) {
      const turn = state === 'sent' && sent?.turnId ? waiting.get(sent.turnId) : undefined;
      if (turn && !textOf(turn.prompt).includes(text)) this.#open(sessionId, id);
    }
  }

  /** Tells of sent comments again: whether they are depends on what became of their turns. */
  turnsChanged(sessionId: SessionId): void {
    const sent = this.#deps.store.comments
      .list(sessionId)
      .filter((one) => one.sent && one.state !== 'resolved');
    if (sent.length > 0) this.#deps.onChange(sessionId, sent.map(toComment));
  }

  #listed(sessionId: SessionId): StoredComment[] {
    const all = this.#deps.store.comments.list(sessionId);
    const resolved = all.filter(({ state }) => state === 'resolved');
    const left = new Set(resolved.slice(0, -LISTED_RESOLVED));
    return all.filter((comment) => !left.has(comment));
  }

  async #follow({ sessionId, changes, checkpoint }: ChangeSet): Promise<void> {
    const { store, worktree, log } = this.#deps;
    const all = this.#listed(sessionId).filter(({ resolution }) => resolution !== 'user');
    if (all.length === 0) return;
    const { path: root } = await worktree(sessionId);
    const files = await filesNow(root, checkpoint, changes, all);
    const read = readBlobs(root);
    const moved: CommentId[] = [];
    for (const [index, comment] of all.entries()) {
      try {
        const file = files[index] as FileNow;
        if (await lookFor(comment, file, { read, comments: store.comments, at: this.#now() })) {
          moved.push(comment.id);
        }
      } catch (error) {
        log.warn('a comment was not followed', {
          session: sessionId,
          comment: comment.id,
          error: String(error),
        });
      }
    }
    if (moved.length > 0) this.#tell(sessionId, moved);
  }

  async #linesOf(sessionId: SessionId, oid: string, path: string): Promise<string[]> {
    const { path: root } = await this.#deps.worktree(sessionId);
    const lines = isZeroOid(oid) ? null : await readLines(root, oid);
    if (lines) return lines;
    throw noSuchLines(path);
  }

  /** Who gets it: the agent that wrote the lines, and where nobody changed any of them, one that changed the file. */
  async #authorOf(input: CommentInput): Promise<AgentId | undefined> {
    const { sessionId, path, pathBytes, oldOid, newOid, side, range } = input;
    const { changes, changedFiles } = this.#deps;
    const change = changes
      .current(sessionId)
      ?.changes.find((one) => one.path === path && one.pathBytes === pathBytes);
    if (!change) return undefined;
    const agents = change.authors.flatMap((author) => (author.kind === 'agent' ? [author.agent] : []));
    if (!range || agents.length === 0) return agents[0];
    const diff = await changedFiles.diff(sessionId, { ...change, oldOid, newOid });
    const agent = agentOfLines(diff, side, range);
    return agent === null ? undefined : (agent ?? agents[0]);
  }

  #get(sessionId: SessionId, id: CommentId): StoredComment {
    const comment = this.#deps.store.comments.get(id);
    if (comment.sessionId === sessionId) return comment;
    throw new AppError('not-found', 'This comment belongs to another session.');
  }

  /** A comment and its draft are never both there, nor both gone. */
  #inPlaceOfDraft(
    { sessionId, draftKey, text }: { sessionId: SessionId; draftKey?: string | undefined; text: string },
    store: () => unknown,
  ): void {
    const { comments, commentDrafts } = this.#deps.store;
    comments.transaction(() => {
      store();
      if (draftKey !== undefined) commentDrafts.becameComment(sessionId, draftKey, text);
    });
  }

  #refuseTooMany(sessionId: SessionId): void {
    const all = this.#deps.store.comments.list(sessionId);
    if (all.filter(({ state }) => state !== 'resolved').length < MAX_COMMENTS) return;
    throw new AppError(
      'input.invalid',
      `This session has ${MAX_COMMENTS} comments that are not resolved.`,
      'Resolve or delete some of them first.',
    );
  }

  #tell(sessionId: SessionId, ids: readonly CommentId[]): void {
    const { store, onChange } = this.#deps;
    onChange(sessionId, ids.flatMap((id) => store.comments.find(id) ?? []).map(toComment));
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}

function toComment({ seenOid: _seenOid, ...comment }: StoredComment): ReviewComment {
  return comment;
}
