import { AppError } from '../../shared/errors';

/** The binary better-sqlite3 ships needs this Node-API version; an older runtime crashes on it. */
const PREBUILD_NAPI = 10;

export interface BindingSource {
  /** `process.versions.napi` of the runtime. */
  napi: number;
  /** The value of COPPICE_SQLITE_BINDING. */
  env?: string;
  /** The path the composition root knows of. */
  given?: string;
}

/** The native binding for the runtime this runs in; see `chooseBinding`. */
export function bindingFor(given: string | undefined): string | undefined {
  return chooseBinding({
    napi: Number(process.versions.napi),
    ...(process.env.COPPICE_SQLITE_BINDING && { env: process.env.COPPICE_SQLITE_BINDING }),
    ...(given && { given }),
  });
}

/** The native binding to load: undefined for the shipped one. Throws AppError `store.unusable` when none fits. */
export function chooseBinding({ napi, env, given }: BindingSource): string | undefined {
  if (napi >= PREBUILD_NAPI) return undefined;
  const path = env || given;
  if (path) return path;
  throw new AppError(
    'store.unusable',
    'The database engine of Coppice does not fit this runtime, and no rebuilt one was found.',
    'Run `npm run setup` in the Coppice folder to build it, then start again.',
    `Node-API ${napi}, needs ${PREBUILD_NAPI} or COPPICE_SQLITE_BINDING`,
  );
}
