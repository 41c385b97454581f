import { COPPICE } from '../checkpoints/checkpoint-message';
import { runGitText } from '../run-git';
import { sessionRef } from '../session-refs';
import { type Refused, updateRefs } from '../update-refs';
import { identityEnvironment } from '../user-identity';

/** The commits a decision moved one of the session's refs between. */
export interface Moved {
  before: string;
  after: string;
}

/** A move as of the moment before its ref goes, or as it failed and its ref could not go back. */
export interface MoveBegun extends Moved {
  /** Its ref has to go back when it is settled: nobody is to find made what was told as failed. */
  isFailed?: true;
}

/** Is told where a ref goes before it does, so that one that is cut short can be settled later. */
export type OnMoving = (begun: MoveBegun) => Refused;

interface AcceptedMove {
  root: string;
  sessionId: string;
  from: string;
  /** As the ref is now; made with the value of `from` when there is none. */
  committed: string | undefined;
  /** Where the chain has to be still, when the choice rests on it. */
  checkpoint?: string;
  tree: string;
  message: string;
  onMoving?: OnMoving | undefined;
}

/**
 * Makes `tree` what has been accepted. Earlier accepted trees stay alive as its ancestors. Throws AppError `git.busy`
 * when somebody else moved it in between; nothing is moved then. `git.failed` when git cannot write refs.
 */
export async function moveAccepted(move: AcceptedMove): Promise<Moved> {
  const { root, sessionId, from, committed, checkpoint, tree, message } = move;
  const after = await writeAccepted(root, tree, [from], message);
  const commands = [`update ${sessionRef(sessionId, 'accepted')} ${after} ${from}\n`];
  if (!committed) commands.push(`create ${sessionRef(sessionId, 'committed')} ${from}\n`);
  if (checkpoint) commands.push(`verify ${sessionRef(sessionId, 'chain')} ${checkpoint}\n`);
  const refused = move.onMoving?.({ before: from, after });
  await updateRefs(root, commands, refused);
  return { before: from, after };
}

/**
 * A commit for what counts as accepted; no ref names it yet. What counted before has to be among its parents: undoing a
 * decision needs the commits it was made on.
 */
export function writeAccepted(
  root: string,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<string> {
  return runGitText(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])], {
    cwd: root,
    env: identityEnvironment(COPPICE),
    stdin: `${message}\n`,
  });
}
