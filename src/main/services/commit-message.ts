import type { Author, Change } from '../../shared/domain/change';
import type { AgentId } from '../../shared/domain/ids';

type Accepted = Partial<Pick<Change, 'status' | 'authors'>> & { path: string };

const verbs: Record<Change['status'], string> = {
  added: 'Add',
  modified: 'Update',
  deleted: 'Delete',
  renamed: 'Rename',
  'type-changed': 'Update',
};

/** The message of the commit that accepts changes: what it does, and for which session. */
export function commitMessage(sessionTitle: string, changes: readonly Accepted[]): string {
  const [first] = changes;
  const subject =
    changes.length === 1 && first
      ? `${verbs[first.status ?? 'modified']} ${first.path}`
      : `${sessionTitle} (${changes.length} files)`;
  const body = changes.length === 1 ? sessionTitle : changes.map(({ path }) => `- ${path}`).join('\n');
  return `${oneLine(subject)}\n\n${body}`;
}

/** The agents that wrote the changes, as `Name <address>` for commit trailers. */
export function coAuthors(changes: readonly Accepted[], nameOf: (agent: AgentId) => string): string[] {
  const authors: Author[] = changes.flatMap((change) => change.authors ?? []);
  const agents = new Set(authors.flatMap((author) => (author.kind === 'agent' ? [author.agent] : [])));
  return [...agents].map((agent) => `${nameOf(agent)} <${agent}@agents.localhost>`);
}

/** A path may hold a line break, which would end the subject. */
function oneLine(subject: string): string {
  return subject.replace(/[\r\n]+/g, ' ');
}
