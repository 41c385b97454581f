import { rm } from 'node:fs/promises';
import type { Author, SkippedPath } from '../../../shared/domain/change';
import { AppError } from '../../../shared/errors';
import { exclusively } from '../exclusively';
import { removeKilledLock } from '../index-lock';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { pathKey } from '../path-bytes';
import { runGit, runGitText } from '../run-git';
import { readSessionRefs, type SessionRefs, sessionRef } from '../session-refs';
import { entriesAt } from '../tree-entries';
import { identityEnvironment } from '../user-identity';
import { noteOwner } from '../worktrees/found-sessions';
import { COPPICE, checkpointIdentity, checkpointMessage } from './checkpoint-message';
import { leaveAsWere } from './leave-as-were';
import { readLinePatches } from './line-patches';
import type { FilePatch } from './patch-stream';
import { ensureIndex, privateIndexFile, stampOf } from './private-index';
import { replayFiles, type Told } from './replay-files';
import { type AuthoredTree, splitByAuthor } from './split-by-author';
import { lookAtWorktree, type SweepLimits, storeInIndex, type WorktreeFound } from './sweep-worktree';
import { treeBesideIndex } from './tree-beside-index';

/** One commit of a checkpoint: what one author changed since the one before. */
export interface CheckpointStep {
  commit: string;
  tree: string;
  author: Author;
  files: FilePatch[];
}

export interface Checkpoint {
  commit: string;
  tree: string;
  /** The checkpoint before. */
  previous: string;
  /** False when nothing differed: `commit` is then the checkpoint before. */
  changedFromPrevious: boolean;
  /** The commits it consists of, oldest first: one for each author, none when nothing differed. */
  steps: CheckpointStep[];
  skipped: SkippedPath[];
  /** The session's refs, with `chain` at this checkpoint. */
  refs: SessionRefs;
}

export interface TakeInput {
  author: Author;
  /** Who changed a path, where that is not `author`. */
  authorOf?(path: string): Author;
  /** What somebody told of its edits to a path, where that can tell it from what others did to it. */
  toldOf?(path: string): Told | null;
  label?: string;
}

export interface CheckpointChainDeps {
  /** Root of the session's worktree. */
  worktree: string;
  sessionId: string;
  /** What is larger is left out and reported. 50 MB a file and 20,000 new files when absent. */
  limits?: SweepLimits;
  /** A private index larger than that is left behind by small checkpoints; `LARGE_INDEX_BYTES` when absent. */
  largeIndexBytes?: number;
}

/** What checkpoints leave out unless told otherwise. */
export const CHECKPOINT_LIMITS: SweepLimits = { fileBytes: 50_000_000, newFiles: 20_000 };
/** An index of this size, of about 20,000 files, costs more to read and write than a few processes. */
const LARGE_INDEX_BYTES = 2_000_000;
const NO_REFLOG = { 'core.logAllRefUpdates': 'false' };

/**
 * A session's hidden checkpoints: commits on `refs/coppice/sessions/<id>/chain`, made through a private index.
 * Never touches the user's index, HEAD, branches, reflogs or hooks. Safe to make anew at any time: all state is git's.
 */
export class CheckpointChain {
  /** The tree the private index holds, known as long as nobody else wrote that file. */
  private written: { stamp: string; tree: string } | undefined;
  /** When the worktree was looked at last, in milliseconds since the epoch; 0 when it was not yet. */
  private lookedAt = 0;
  /** A commit and its tree, which nothing ever changes: asking git for it costs a process for each checkpoint. */
  private tip: { commit: string; tree: string } | undefined;

  constructor(private readonly deps: CheckpointChainDeps) {}

  /** The root of the worktree it follows. */
  get worktree(): string {
    return this.deps.worktree;
  }

  /** Begins the chain at the commit the worktree was made from. Does nothing when it has begun. */
  async start(baseCommit: string): Promise<void> {
    const { worktree, sessionId } = this.deps;
    await noteOwner(await locateLinkedWorktree(worktree), sessionId);
    if ((await this.refs()).chain) return;
    const parts = ['base', 'accepted', 'committed', 'chain'] as const;
    const commands = parts.map((part) => `update ${sessionRef(sessionId, part)} ${baseCommit}\n`).join('');
    await runGit(['update-ref', '--stdin'], { cwd: worktree, stdin: commands, config: NO_REFLOG });
  }

  /** The session's refs as they are now. */
  refs(): Promise<SessionRefs> {
    return readSessionRefs(this.deps.worktree, this.deps.sessionId);
  }

  /**
   * Takes a checkpoint of the whole worktree, one commit for each author; answers the previous one when nothing changed.
   * Throws AppError `worktree.missing`, and `git.broken` when `start` was never called.
   */
  async take(input: TakeInput): Promise<Checkpoint> {
    const location = await locateLinkedWorktree(this.deps.worktree);
    const indexFile = privateIndexFile(location);
    return exclusively(indexFile, async () => {
      try {
        return await this.takeNow(location, indexFile, input);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'git.failed') throw error;
        // A power failure can leave the index empty, and others can prune what only it names. It can be made anew.
        await rm(indexFile, { force: true });
        this.written = undefined;
        return this.takeNow(location, indexFile, input);
      }
    });
  }

  private async takeNow(
    location: WorktreeLocation,
    indexFile: string,
    input: TakeInput,
  ): Promise<Checkpoint> {
    const { limits = CHECKPOINT_LIMITS } = this.deps;
    const refs = await this.refs();
    const previous = refs.chain;
    if (!previous) throw chainMissing();
    await removeKilledLock(location, indexFile);
    await ensureIndex(location, indexFile, previous);
    const previousTree = await this.treeOf(location, previous);
    const { tree, skipped, unhidden } = await this.readTree(location, indexFile, limits, previousTree);
    if (tree === previousTree) {
      return { commit: previous, tree, previous, changedFromPrevious: false, steps: [], skipped, refs };
    }
    const steps: CheckpointStep[] = [];
    for (const part of await authoredSteps(location, previousTree, tree, withoutUnhidden(input, unhidden))) {
      const commit = await this.commit(location, part.tree, steps.at(-1)?.commit ?? previous, {
        author: part.author,
        label: input.label,
      });
      steps.push({ ...part, commit });
    }
    const commit = steps.at(-1)?.commit ?? previous;
    await this.moveTo(location, commit, previous);
    this.tip = { commit, tree };
    return {
      ...{ commit, tree, previous, changedFromPrevious: true, steps, skipped },
      refs: { ...refs, chain: commit },
    };
  }

  private async treeOf(location: WorktreeLocation, commit: string): Promise<string> {
    if (this.tip?.commit === commit) return this.tip.tree;
    const tree = await runGitText(['rev-parse', `${commit}^{tree}`], { cwd: location.path });
    this.tip = { commit, tree };
    return tree;
  }

  /** The tree of the worktree's files, and what is left as the checkpoint before has it. */
  private async readTree(
    location: WorktreeLocation,
    indexFile: string,
    limits: SweepLimits,
    previousTree: string,
  ) {
    const before = await stampOf(indexFile);
    const held = this.written?.stamp === before.stamp ? this.written.tree : undefined;
    const lookedAt = Math.max(before.at, this.lookedAt);
    this.lookedAt = Date.now();
    const found = await lookAtWorktree(location, indexFile, limits, lookedAt);
    const { stamp, bytes } = await stampOf(indexFile);
    // A look refreshes what the index knows of files, never what it holds.
    this.written = held === undefined ? undefined : { stamp, tree: held };
    const isLarge = bytes > (this.deps.largeIndexBytes ?? LARGE_INDEX_BYTES);
    const beside = held !== undefined && isLarge ? await treeBesideIndex(location, held, found) : null;
    const { tree, failed } = beside ?? (await this.storeAll(location, indexFile, found));
    const left = [...found.left, ...failed];
    // An index that was not left behind has them just so.
    const isBehind = held !== previousTree && left.length > 0;
    return {
      tree: isBehind ? await leaveAsWere(location, tree, previousTree, left) : tree,
      skipped: [...found.skipped, ...failed.map(toUnreadable)],
      unhidden:
        held === previousTree ? found.unhidden : await absentFrom(location, previousTree, found.unhidden),
    };
  }

  private async storeAll(location: WorktreeLocation, indexFile: string, found: WorktreeFound) {
    const failed = await storeInIndex(location, indexFile, found);
    return { tree: await this.writeTree(location, indexFile), failed };
  }

  private async writeTree(location: WorktreeLocation, indexFile: string): Promise<string> {
    if (this.written?.stamp === (await stampOf(indexFile)).stamp) return this.written.tree;
    const tree = await runGitText(['write-tree'], {
      cwd: location.path,
      env: { GIT_INDEX_FILE: indexFile },
      timeoutMs: 0,
    });
    this.written = { stamp: (await stampOf(indexFile)).stamp, tree };
    return tree;
  }

  private async commit(
    location: WorktreeLocation,
    tree: string,
    parent: string,
    input: { author: Author; label: string | undefined },
  ): Promise<string> {
    const { sessionId } = this.deps;
    return runGitText(['commit-tree', tree, '-p', parent], {
      cwd: location.path,
      env: identityEnvironment(checkpointIdentity(input.author), COPPICE),
      stdin: checkpointMessage(sessionId, input.author, input.label ?? 'Checkpoint'),
    });
  }

  private async moveTo(location: WorktreeLocation, commit: string, previous: string): Promise<void> {
    await runGit(['update-ref', sessionRef(this.deps.sessionId, 'chain'), commit, previous], {
      cwd: location.path,
      config: NO_REFLOG,
    });
  }
}

const toUnreadable = (path: Buffer): SkippedPath => ({ path: path.toString('utf8'), reason: 'unreadable' });

/** Those of the paths a tree does not have: an index that was left behind lacks what later checkpoints took in. */
async function absentFrom(
  { path: root }: WorktreeLocation,
  tree: string,
  paths: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const buffers = [...paths].map((path) => Buffer.from(path));
  const absent = (await entriesAt(root, tree, buffers)).filter(({ blob }) => blob === null);
  return new Set(absent.map(({ path }) => path.toString('utf8')));
}

/** Nobody is known to have made what only came to light. */
function withoutUnhidden(input: TakeInput, unhidden: ReadonlySet<string>): TakeInput {
  if (unhidden.size === 0) return input;
  const { author, authorOf = () => author } = input;
  return { ...input, authorOf: (path) => (unhidden.has(path) ? { kind: 'unknown' } : authorOf(path)) };
}

/** The way from one tree to the other, one author at a time. */
async function authoredSteps(
  location: WorktreeLocation,
  from: string,
  to: string,
  { author, authorOf = () => author, toldOf = () => null }: TakeInput,
): Promise<AuthoredTree[]> {
  const files = await readLinePatches(location.path, from, to);
  const { steps, tree, lastAuthors } = await replayFiles(location, from, files, toldOf);
  if (steps.length === 0) return splitByAuthor(location, from, to, files, authorOf);
  const left = await readLinePatches(location.path, tree, to);
  const lastAuthorOf = (path: string) => lastAuthors.get(pathKey(Buffer.from(path))) ?? authorOf(path);
  return [...steps, ...(await splitByAuthor(location, tree, to, left, lastAuthorOf))];
}

function chainMissing(): AppError {
  return new AppError(
    'git.broken',
    'The checkpoints of this session are gone from the repository.',
    'Start a new session; the files of this one are still in its worktree.',
  );
}
