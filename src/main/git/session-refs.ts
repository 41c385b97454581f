import { runGit, runGitText } from './run-git';

const NAMESPACE = 'refs/coppice/sessions/';
const PARTS = ['base', 'accepted', 'committed', 'chain', 'head'] as const;

/**
 * What a session keeps alive: `base` the commit it started from, `accepted` a commit whose tree is what has been
 * accepted so far, `committed` the one of them that was `accepted` at the last commit to the branch, `chain` the
 * newest checkpoint, `head` the branch's tip when it was last looked at. Where `committed` is missing, accepting
 * still meant committing: it then equals `accepted`.
 */
export type SessionRefs = Partial<Record<(typeof PARTS)[number], string>>;

/** The full name of one of a session's refs. Throws for ids that cannot be part of a ref's name. */
export function sessionRef(sessionId: string, part: (typeof PARTS)[number]): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(sessionId)) throw new Error(`not usable in a ref: ${sessionId}`);
  return `${NAMESPACE}${sessionId}/${part}`;
}

async function listRefs(
  repository: string,
  ...patterns: string[]
): Promise<[name: string, commit: string][]> {
  const text = await runGitText(['for-each-ref', '--format=%(refname) %(objectname)', ...patterns], {
    cwd: repository,
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]);
}

/** Where refs are now, by full name; those that do not exist are left out. */
export async function readTips(repository: string, names: string[]): Promise<Map<string, string>> {
  return new Map(await listRefs(repository, ...names));
}

/** The refs a session has now. */
export async function readSessionRefs(repository: string, sessionId: string): Promise<SessionRefs> {
  const refs = new Map(await listRefs(repository, sessionRef(sessionId, 'chain').replace(/chain$/, '')));
  const found: SessionRefs = {};
  for (const part of PARTS) {
    const commit = refs.get(sessionRef(sessionId, part));
    if (commit) found[part] = commit;
  }
  return found;
}

/** Lets go of everything a session kept alive; git may then delete its checkpoints. Cannot be undone. */
export async function deleteSessionRefs(repository: string, sessionId: string): Promise<void> {
  const refs = await listRefs(repository, sessionRef(sessionId, 'chain').replace(/chain$/, ''));
  const commands = refs.map(([name, commit]) => `delete ${name} ${commit}\n`).join('');
  if (commands) await runGit(['update-ref', '--stdin'], { cwd: repository, stdin: commands });
}
