import { AppError } from '../../../shared/errors';

/** The error of a decision that would have to move a submodule in the worktree. */
export function submoduleRefused(path: string): AppError {
  return new AppError(
    'input.invalid',
    `${path} is a submodule, which Coppice does not move back by itself.`,
    `Run "git submodule update -- ${path}" in the worktree, or commit inside it.`,
  );
}
