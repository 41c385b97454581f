import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type RepositoryId, repositoryId } from '../../shared/domain/ids';
import type { Branch, FolderInspection, OpenOutcome, Repository } from '../../shared/domain/repository';
import { AppError } from '../../shared/errors';
import { createFirstCommit, initRepository } from '../git/init-repository';
import { listBranches } from '../git/list-branches';
import { isRepositoryOf, relinkWorktrees } from '../git/worktrees/repair-worktree';
import type { StoredRepository } from '../store/repositories/repositories';
import type { Store } from '../store/store';

/** What is needed of the reader that executes nothing. */
export interface FolderReader {
  inspectFolder(path: string): Promise<FolderInspection>;
  branches(root: string): Promise<Branch[]>;
}

export interface RepositoriesDeps {
  repositories: Store['repositories'];
  sessions: Pick<Store['sessions'], 'listByRepository' | 'moveAll'>;
  /** Reads folders without running anything of them; also works where git is not installed. */
  reader: FolderReader;
  /** True while a turn runs in one of the repository's sessions. */
  isBusy(id: RepositoryId): boolean;
  onChange(repository: Repository): void;
  onRemoved(id: RepositoryId): void;
  now?(): number;
}

/** What the user agreed to do with a folder that is not ready to be opened as it is. */
export interface OpenConsent {
  init?: boolean | undefined;
  firstCommit?: boolean | undefined;
  trust?: boolean | undefined;
}

/** The repositories the user opened. */
export class Repositories {
  readonly #deps: RepositoriesDeps;
  /** Repositories whose folder could not be reached when last looked for. */
  readonly #missing = new Set<RepositoryId>();

  constructor(deps: RepositoriesDeps) {
    this.#deps = deps;
  }

  /**
   * Opens the repository at or above a path, or says what the user must decide first. Nothing of the
   * folder is run before that. Throws AppError for what cannot be opened at all.
   */
  async open(path: string, consent: OpenConsent): Promise<OpenOutcome> {
    const found = await this.#deps.reader.inspectFolder(path);
    switch (found.kind) {
      case 'repository':
        return this.#openFound(found, consent);
      case 'not-a-repository':
        if (!consent.init) return { kind: 'needs-init', path: found.path, reason: 'not-a-repository' };
        await initRepository(found.path);
        return this.open(path, { ...consent, init: false, firstCommit: true });
      default:
        throw notOpenable(found);
    }
  }

  get(id: RepositoryId): Repository {
    return this.#toRepository(this.#deps.repositories.get(id));
  }

  /** All of them, the one opened last first. */
  list(): Repository[] {
    return this.#deps.repositories.list().map((stored) => this.#toRepository(stored));
  }

  /** Looks which folders can be reached, without waiting for slow disks, and publishes what changed. */
  async lookForFolders(): Promise<void> {
    await Promise.all(this.#deps.repositories.list().map((stored) => this.#lookFor(stored)));
  }

  /** Branches of the repository; where git is missing they are read without it. */
  async branches(id: RepositoryId): Promise<Branch[]> {
    const { path } = this.get(id);
    try {
      return await listBranches(path);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'git.not-installed') throw error;
      return this.#deps.reader.branches(path);
    }
  }

  /**
   * Takes the repository out of the list until it is opened again. Its folder and what is known of its
   * sessions stay. Throws `git.busy` while an agent works in it.
   */
  forget(id: RepositoryId): void {
    if (this.#deps.isBusy(id)) {
      const { name } = this.get(id);
      throw new AppError(
        'git.busy',
        `An agent is still working in ${name}.`,
        'Stop it or wait for it, then try again.',
      );
    }
    this.#deps.repositories.forget(id);
    this.#deps.onRemoved(id);
  }

  /**
   * Tells that a repository lies somewhere else now, and ties its worktrees to it again. Where that place is open as a
   * repository of its own already, its sessions join that one. Throws AppError when it is not the same repository.
   */
  async relocate(id: RepositoryId, path: string): Promise<Repository> {
    const { repositories, sessions } = this.#deps;
    const { name, trusted } = repositories.get(id);
    const found = await this.#deps.reader.inspectFolder(path);
    if (found.kind === 'not-a-repository') throw notTheSame(path, name);
    if (found.kind !== 'repository') throw notOpenable(found);
    const root = found.linkedFrom ?? found.root;
    const known = sessions.listByRepository(id).filter(({ worktree }) => worktree);
    const commits = [...new Set(known.flatMap(({ worktree }) => (worktree ? [worktree.baseCommit] : [])))];
    const other = repositories.findByPath(root);
    if (found.executes.length > 0 && !trusted && !other?.trusted) throw notTrusted(root);
    const isSame = await isRepositoryOf(root, { sessionIds: known.map((session) => session.id), commits });
    if (known.length > 0 && !isSame) throw notTheSame(root, name);
    if (other && other.id !== id) {
      sessions.moveAll(id, other.id);
      repositories.delete(id);
      this.#deps.onRemoved(id);
    } else {
      repositories.setPath(id, root, basename(root));
    }
    await relinkWorktrees(root);
    this.#missing.delete(id);
    const repository = this.get(other?.id ?? id);
    this.#deps.onChange(repository);
    return repository;
  }

  async #openFound(
    found: Extract<FolderInspection, { kind: 'repository' }>,
    consent: OpenConsent,
  ): Promise<OpenOutcome> {
    const { root, head, executes, linkedFrom } = found;
    const path = linkedFrom ?? root;
    const trusted = this.#deps.repositories.findByPath(path)?.trusted ?? false;
    if (executes.length > 0 && !trusted && !consent.trust) return { kind: 'needs-trust', path, executes };
    if (head.kind === 'unborn') {
      if (!consent.firstCommit) return { kind: 'needs-first-commit', path, branch: head.branch };
      await createFirstCommit(path, { withFiles: true });
    }
    const stored = this.#deps.repositories.upsert({
      id: repositoryId.parse(randomUUID()),
      path,
      name: basename(path),
      trusted: consent.trust ?? trusted,
      openedAt: this.#deps.now?.() ?? Date.now(),
    });
    this.#missing.delete(stored.id);
    const repository = this.#toRepository(stored);
    this.#deps.onChange(repository);
    return { kind: 'opened', repository };
  }

  async #lookFor(stored: StoredRepository): Promise<void> {
    const found = await stat(stored.path).catch(() => undefined);
    const missing = !found?.isDirectory();
    if (missing === this.#missing.has(stored.id)) return;
    if (missing) this.#missing.add(stored.id);
    else this.#missing.delete(stored.id);
    this.#deps.onChange(this.#toRepository(stored));
  }

  #toRepository(stored: StoredRepository): Repository {
    return { ...stored, available: !this.#missing.has(stored.id) };
  }
}

function notTheSame(path: string, name: string): AppError {
  return new AppError(
    'input.invalid',
    `${path} is not ${name}: it holds nothing of its sessions.`,
    'Choose the folder the repository was moved to.',
  );
}

function notTrusted(path: string): AppError {
  return new AppError(
    'git.untrusted',
    `${basename(path)} has settings that run programs, which you have not looked at yet.`,
    'Open it there first; then find it again here.',
  );
}

function notOpenable(
  found: Exclude<FolderInspection, { kind: 'repository' | 'not-a-repository' }>,
): AppError {
  switch (found.kind) {
    case 'bare':
      return new AppError(
        'git.bare',
        `${basename(found.path)} is a bare repository: it has no files to work in.`,
        'Clone it, and open the clone.',
      );
    case 'broken':
      return new AppError(
        'git.broken',
        `${basename(found.path)} is a damaged git repository: ${found.reason}`,
        'Run "git fsck" in it to see what is missing; Coppice changed nothing.',
      );
    case 'missing':
      return new AppError(
        'not-found',
        `There is no folder at ${found.path}.`,
        'Check the path, or open another folder.',
      );
    case 'not-a-folder':
      return new AppError('input.invalid', `${basename(found.path)} is a file.`, 'Open the folder it is in.');
  }
}
