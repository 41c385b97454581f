import { isUtf8 } from 'node:buffer';
import { joinNul, type NamedPath, splitNul, toNamedPath, toRawPath } from '../path-bytes';
import { runGit } from '../run-git';

/** What `.gitattributes` says of a path: written by a tool, or expressly not. */
export interface GeneratedPath extends NamedPath {
  generated: boolean;
}

const AT_ONCE = 5_000;
const MEANINGS: Record<string, boolean> = { set: true, true: true, unset: false, false: false };

/** Which of these paths the worktree's attributes call generated (`linguist-generated`), or not; others are left out. */
export async function readGenerated(root: string, paths: readonly NamedPath[]): Promise<GeneratedPath[]> {
  const named: GeneratedPath[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    // Git ends at a path outside of the worktree, and a name that is no text can be none of ours to it.
    const raw = paths
      .slice(at, at + AT_ONCE)
      .map(toRawPath)
      .filter(isUtf8);
    const { stdout } = await runGit(['check-attr', '-z', '--stdin', 'linguist-generated'], {
      cwd: root,
      stdin: joinNul(raw),
    });
    // path NUL attribute NUL value
    const fields = splitNul(stdout);
    for (let field = 0; field + 2 < fields.length; field += 3) {
      const generated = MEANINGS[fields[field + 2]?.toString() ?? ''];
      if (generated !== undefined) named.push({ ...toNamedPath(fields[field] as Buffer), generated });
    }
  }
  return named;
}
