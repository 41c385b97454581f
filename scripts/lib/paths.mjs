import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What the scripts remember about this clone; gone with node_modules. */
export const LOCAL_CACHE = join(ROOT, 'node_modules/.cache/coppice');

/** What is slow to make and the same for every clone. COPPICE_CACHE overrides it. */
export const USER_CACHE =
  process.env.COPPICE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'coppice');
