import { AppError } from '../../../shared/errors';
import { asGitSays } from '../git-failure';

/**
 * The error of a step of which `done` is done, but not what counts as accepted since; what was called off stays just that.
 * The next look at the session does the rest.
 */
export function halfDone(done: string, cause: unknown): unknown {
  const said = asGitSays(cause);
  if (!(said instanceof AppError) || said.code === 'git.cancelled') return cause;
  return new AppError(
    'git.failed',
    `${done}, but git could not note what counts as accepted now.`,
    'Mend what Show details names; the next look at the session does the rest.',
    [said.message, said.detail].filter(Boolean).join('\n'),
  );
}
