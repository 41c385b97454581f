import { realpath } from 'node:fs/promises';
import { log, readBlob, readTree } from 'isomorphic-git';
import type { Branch } from '../../../shared/domain/repository';
import { type FoundGitDir, findGitDir } from './find-git-dir';
import { isoFs } from './iso-fs';
import { readBranchRefs, readHead } from './read-refs';

export interface IsoCommit {
  commit: string;
  message: string;
  author: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface IsoTreeEntry {
  name: string;
  mode: string;
  oid: string;
  type: 'blob' | 'tree' | 'commit';
}

type Located = Extract<FoundGitDir, { kind: 'worktree' }>;

async function locate(root: string): Promise<Located> {
  const found = await findGitDir(await realpath(root));
  if (found.kind !== 'worktree') throw new Error(`not a worktree: ${root}`);
  return found;
}

/** Local and remote branches, by name. */
export async function branches(root: string): Promise<Branch[]> {
  const { gitDir, commonDir } = await locate(root);
  const head = await readHead(gitDir, commonDir);
  const current = head.kind === 'branch' ? `refs/heads/${head.branch}` : undefined;
  return [...(await readBranchRefs(commonDir))].sort().map(([ref, commit]) => ({
    name: ref.replace(/^refs\/(heads|remotes)\//, ''),
    commit,
    current: ref === current,
    remote: ref.startsWith('refs/remotes/'),
  }));
}

/** The newest `depth` commits from a commit id, or from HEAD. */
export async function history(root: string, from: string | undefined, depth: number): Promise<IsoCommit[]> {
  const { gitDir, commonDir } = await locate(root);
  const fs = isoFs(gitDir, commonDir);
  const found = await log({ fs, gitdir: gitDir, ref: from ?? 'HEAD', depth });
  return found.map(({ oid, commit }) => ({
    commit: oid,
    message: commit.message,
    author: commit.author.name,
    at: commit.author.timestamp * 1000,
  }));
}

/** One level of a tree, by the id of a tree or commit. */
export async function tree(root: string, oid: string): Promise<IsoTreeEntry[]> {
  const { gitDir, commonDir } = await locate(root);
  const read = await readTree({ fs: isoFs(gitDir, commonDir), gitdir: gitDir, oid });
  return read.tree.map(({ path, mode, oid: id, type }) => ({ name: path, mode, oid: id, type }));
}

export async function blob(root: string, oid: string): Promise<Uint8Array> {
  const { gitDir, commonDir } = await locate(root);
  return (await readBlob({ fs: isoFs(gitDir, commonDir), gitdir: gitDir, oid })).blob;
}
