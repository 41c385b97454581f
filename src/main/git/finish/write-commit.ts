import { AppError } from '../../../shared/errors';
import { COPPICE } from '../checkpoints/checkpoint-message';
import { runGit } from '../run-git';
import { identityEnvironment, readUserIdentity } from '../user-identity';
import { explainSigning } from './explain-signing';

/**
 * In whose name commits are made: Coppice's own for a look ahead, or the user's, signed when they sign. Signing may wait
 * for a passphrase for as long as the signal lets it.
 */
export type Signer =
  | 'preview'
  | { asUser: NodeJS.ProcessEnv; sign: boolean; signal?: AbortSignal | undefined };

export interface NewCommit {
  tree: string;
  parents: readonly string[];
  message: string;
  /** Kept from another commit; the committer when absent. `date` as git has it raw. */
  author?: { name: string; email: string; date: string };
  signer?: Signer;
}

/** Writes a commit object and moves nothing. Throws AppError `git.identity-missing`, `git.sign-failed` and the signal's reason. */
export async function writeCommit(root: string, commit: NewCommit): Promise<string> {
  const { signer = 'preview', author } = commit;
  const committer = signer === 'preview' ? COPPICE : await readUserIdentity(root);
  const signs = signer !== 'preview' && signer.sign && (await userSigns(root));
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const { exit, stdout, stderr } = await runGit(
    ['commit-tree', commit.tree, ...parents, ...(signs ? ['-S'] : [])],
    {
      cwd: root,
      env: { ...identityEnvironment(author ?? committer, committer), ...(author && dated(author.date)) },
      stdin: commit.message,
      exits: [0, 128],
      ...(signs && { asUser: signer.asUser, timeoutMs: 0 }),
      ...(signs && signer.signal && { signal: signer.signal }),
    },
  );
  if (exit === 0) return stdout.toString('utf8').trim();
  throw (
    explainSigning(stderr) ?? new AppError('git.failed', 'git could not write a commit.', undefined, stderr)
  );
}

function dated(raw: string): Record<string, string> {
  return { GIT_AUTHOR_DATE: `@${raw}` };
}

async function userSigns(root: string): Promise<boolean> {
  const { stdout } = await runGit(['config', '--type=bool', 'commit.gpgSign'], {
    cwd: root,
    exits: [0, 1, 128],
    asUser: process.env,
  });
  return stdout.toString('utf8').trim() === 'true';
}
