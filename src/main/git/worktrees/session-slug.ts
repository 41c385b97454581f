const MAX_LETTERS = 40;
const MAX_BYTES = 100;
/** Names Windows keeps for devices, whatever the folder. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** A title as part of a branch and folder name: readable, never empty, valid in git and on every file system. */
export function sessionSlug(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-');
  let slug = [...plain].slice(0, MAX_LETTERS).join('');
  while (Buffer.byteLength(slug) > MAX_BYTES) slug = [...slug].slice(0, -1).join('');
  slug = slug.replace(/^-+|-+$/g, '');
  if (slug === '') return 'session';
  return RESERVED.test(slug) ? `session-${slug}` : slug;
}

/**
 * The first of `slug`, `slug-2`, `slug-3` ... that is free as a folder and as a branch, and the branch's full name.
 * `branches` are all local branches, `folders` what lies in the parent folder; letter case never tells two apart,
 * and a branch can neither be a folder of another's name nor lie inside one.
 */
export function freeName(
  slug: string,
  branches: readonly string[],
  folders: readonly string[],
): { branch: string; folder: string } {
  const takenBranches = branches.map((name) => name.toLowerCase());
  const takenFolders = new Set(folders.map((name) => name.toLowerCase()));
  const prefix = firstFree('coppice', (name) => !takenBranches.includes(name));
  const folder = firstFree(slug, (name) => {
    const branch = `${prefix}/${name}`.toLowerCase();
    const collides = takenBranches.some((taken) => taken === branch || taken.startsWith(`${branch}/`));
    return !collides && !takenFolders.has(name.toLowerCase());
  });
  return { branch: `${prefix}/${folder}`, folder };
}

function firstFree(name: string, isFree: (candidate: string) => boolean): string {
  if (isFree(name)) return name;
  for (let suffix = 2; ; suffix++) {
    const candidate = `${name}-${suffix}`;
    if (isFree(candidate)) return candidate;
  }
}
