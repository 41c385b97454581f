import { textOf } from '../../../shared/domain/content';
import type { FinishState, Remote } from '../../../shared/domain/finish';
import { type AgentId, type SessionId, turnId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import { readChain } from '../../git/checkpoints/line-patches';
import { type BringingIn, bringingIn } from '../../git/finish/bringing-in';
import { listRemotes, upstreamRemote } from '../../git/finish/list-remotes';
import { readUncommitted } from '../../git/finish/uncommitted';
import { listBranches } from '../../git/list-branches';
import { locateLinkedWorktree } from '../../git/locate-worktree';
import { readSessionRefs } from '../../git/session-refs';
import type { Store } from '../../store/store';
import { continuePrompt } from '../turns/continue-turn';
import { type CreditedStep, creditPaths } from './credit-paths';
import { draftMessage } from './draft-message';

export interface FinishStateDeps {
  store: Pick<Store, 'sessions' | 'turns'>;
  /** What an agent is called in commits. */
  agentName(agent: AgentId): string;
}

const MAX_TARGETS = 500;

/** What is accepted and in no commit yet, with a message for it, and what waits while another branch is brought in. */
export async function readDraft({ store, agentName }: FinishStateDeps, id: SessionId, worktree: Worktree) {
  const root = worktree.path;
  const merge = await bringingIn(await locateLinkedWorktree(root), id);
  const { paths } = await readUncommitted(root, { sessionId: id, branch: worktree.branch });
  const { base, chain } = await readSessionRefs(root, id);
  const steps = paths.length > 0 && base && chain ? await readSteps(root, base, chain) : [];
  const { agents, turns } = creditPaths(paths, steps.reverse());
  const prompts = turns.flatMap((turn) => {
    const found = store.turns.find(turnId.parse(turn));
    const text = found ? textOf(found.prompt) : '';
    // What is continued was asked before.
    return text === textOf(continuePrompt) ? [] : [text];
  });
  const names = paths.map(({ path }) => path.toString('utf8'));
  const message = draftMessage({
    sessionTitle: store.sessions.get(id).title,
    subject: merge?.subject,
    prompts,
    paths: names,
    coauthors: agents.map((agent) => `${agentName(agent)} <${agent}@agents.localhost>`),
  });
  return { uncommitted: names, message, ...(merge && { bringingIn: toDecide(merge) }) };
}

/** Accepting a file that conflicted says that it is right; with the markers in it, it is still to be decided on. */
function toDecide({ undecided, marked }: BringingIn): FinishState['bringingIn'] {
  return { conflicts: [...undecided, ...marked], ...(marked.length > 0 && { marked }) };
}

/** The checkpoints of a session, oldest first. */
async function readSteps(root: string, base: string, chain: string): Promise<CreditedStep[]> {
  const steps = new Map<string, CreditedStep>();
  await readChain(root, base, chain, ({ commit, author, asOf }, patch) => {
    const step = steps.get(commit) ?? { commit, author, asOf, files: [] };
    steps.set(commit, step);
    step.files.push(patch);
  });
  return [...steps.values()];
}

/** The local branches a session can go into: the one it started from first, then those committed to last. */
export async function readTargets({ path, branch, baseRef }: Worktree): Promise<string[]> {
  const local = (await listBranches(path)).filter(({ remote }) => !remote).map(({ name }) => name);
  const base = [baseRef, baseRef.replace(/^[^/]+\//, '')].find((name) => local.includes(name));
  const others = local.filter((name) => name !== branch && name !== base);
  return [...(base && base !== branch ? [base] : []), ...others].slice(0, MAX_TARGETS);
}

/** Where a session can be pushed to, and where its base comes from. */
export async function readRemotes({
  path,
  baseRef,
}: Worktree): Promise<{ remotes: Remote[]; remote?: string }> {
  // An address may carry a password, which is nobody's to see.
  const shown = ({ name, url }: Remote) => ({ name, url: url.replace(/\/\/[^/@]*@/, '//') });
  const remotes = (await listRemotes(path)).map(shown);
  const names = remotes.map(({ name }) => name);
  const ofBase =
    names.find((name) => baseRef.startsWith(`${name}/`)) ?? (await upstreamRemote(path, baseRef));
  const remote = [ofBase, 'origin', names[0]].find((name) => name !== undefined && names.includes(name));
  return { remotes, ...(remote && { remote }) };
}
