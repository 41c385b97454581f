import type { Branch } from '../../shared/domain/repository';
import { runGitText } from './run-git';

/** Local and remote branches, most recently committed first. */
export async function listBranches(root: string): Promise<Branch[]> {
  const format = '%(refname)%00%(objectname)%00%(HEAD)%00%(symref)';
  const text = await runGitText(
    ['for-each-ref', '--sort=-committerdate', `--format=${format}`, 'refs/heads', 'refs/remotes'],
    { cwd: root },
  );
  return text.split('\n').flatMap((line) => {
    const [ref, commit, head, symref] = line.split('\0');
    // origin/HEAD only points at another branch of the list.
    if (!ref || !commit || (symref && ref.startsWith('refs/remotes/'))) return [];
    const remote = ref.startsWith('refs/remotes/');
    const name = ref.replace(/^refs\/(heads|remotes)\//, '');
    return [{ name, commit, current: head === '*', remote }];
  });
}
