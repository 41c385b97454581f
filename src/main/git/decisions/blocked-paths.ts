import { pathKey, splitNul } from '../path-bytes';
import { occupant, stat } from '../require-room';
import { runGit } from '../run-git';
import type { PlannedEntry } from './plan-rewind';

/**
 * The plan with what cannot be brought back as a conflict that stays as it is: another file or folder stands in its
 * place, such as one that nobody but an ignore file knows. What the plan itself takes away is in nobody's way.
 */
export async function withoutBlocked(
  root: string,
  tip: string,
  planned: readonly PlannedEntry[],
): Promise<PlannedEntry[]> {
  const removed = new Set(planned.flatMap(({ path, blob }) => (blob ? [] : [pathKey(path)])));
  const left: PlannedEntry[] = [];
  for (const entry of planned) {
    const { path, now, blob, asOf } = entry;
    const isBlocked = !now && blob && asOf && (await stands(root, tip, path, removed));
    left.push(
      isBlocked ? { path, now, blob: now, conflict: { before: blob, asOf }, isBlocked: true } : entry,
    );
  }
  return left;
}

async function stands(root: string, tip: string, path: Buffer, removed: ReadonlySet<string>) {
  const found = await occupant(root, path);
  if (!found || removed.has(pathKey(found))) return false;
  const stats = await stat(root, found);
  if (!stats?.isDirectory()) return stats !== null;
  const args = ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--name-only', '--full-tree', tip, '--'];
  const { stdout } = await runGit([...args, found.toString('utf8')], { cwd: root });
  const files = splitNul(stdout);
  return files.length === 0 || !files.every((file) => removed.has(pathKey(file)));
}
