import { AppError } from '../../shared/errors';

/** What every `get` throws when the row is gone: `what` names it as the user would. */
export function notFound(what: string, id: string): AppError {
  return new AppError(
    'not-found',
    `This ${what} no longer exists.`,
    'It may have been removed meanwhile; choose another one.',
    `${what} ${id}`,
  );
}
