import type { ContentBlock } from '../../../shared/domain/content';
import type {
  FinishState,
  Integration,
  Preflight,
  PullRequest,
  StepKind,
  StepProgress,
  Strategy,
} from '../../../shared/domain/finish';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import type { Turn } from '../../../shared/domain/turn';
import { AppError } from '../../../shared/errors';
import { type BringInBegun, bringIn } from '../../git/finish/bring-in';
import { isMergeShown, showMerge } from '../../git/finish/bringing-in';
import { type AcceptedCommit, commitAccepted } from '../../git/finish/commit-accepted';
import { listMessages } from '../../git/finish/list-messages';
import { urlOf } from '../../git/finish/list-remotes';
import { tipOf } from '../../git/finish/preview-integration';
import { pushBranch } from '../../git/finish/push-branch';
import { type StopBegun, stopBringingIn } from '../../git/finish/stop-bringing-in';
import { locateLinkedWorktree } from '../../git/locate-worktree';
import { endingWith } from '../../git/run-git';
import type { Changes } from '../changes/changes';
import type { Sessions } from '../sessions/sessions';
import { resolvePrompt } from '../turns/resolve-prompt';
import type { UnfinishedMoves } from '../unfinished-moves';
import { type AloneDeps, aloneUntil } from './alone-until';
import { type FinishStateDeps, readDraft, readRemotes, readTargets } from './finish-state';
import { type Integrated, integrate, type Moving, preflight, putBack } from './integrate';
import { openPullRequest } from './open-pull-request';
import { requireTrust, type TrustDeps } from './require-trust';
import { squashMessage } from './squash-message';
import { Steps } from './steps';

export interface FinishDeps extends FinishStateDeps, TrustDeps, AloneDeps {
  sessions: Pick<Sessions, 'worktree' | 'get'>;
  changes: Pick<Changes, 'alone' | 'checkpoint' | 'refreshSoon'>;
  moves: Pick<UnfinishedMoves, 'during' | 'note' | 'settle'>;
  /** The environment of the user's login shell. */
  shellEnv(): Promise<NodeJS.ProcessEnv>;
  isWorking(sessionId: SessionId): boolean;
  /** Throws AppError when the agent cannot be started, or the session takes no prompt. */
  requireQueue(sessionId: SessionId, agent: AgentId): void;
  enqueue(sessionId: SessionId, agent: AgentId, prompt: ContentBlock[]): Turn;
  /** News of a session's step; null when it is over. */
  onProgress(sessionId: SessionId, step: StepProgress | null): void;
}

export interface CommitChoice {
  message: string;
  hooks: boolean;
  sign: boolean;
}

export interface IntegrateChoice {
  target: string;
  strategy: Strategy;
  branchTip: string;
  targetTip: string;
  message: string;
  updateCheckout: boolean;
  sign: boolean;
}

/** Takes a session to its end: commit what was accepted, bring it into another branch, or push it. One step at a time. */
export class Finish {
  readonly #deps: FinishDeps;
  readonly #steps: Steps;
  /** What each session did last, for as long as it can be taken back. */
  readonly #done = new Map<SessionId, Integrated>();

  constructor(deps: FinishDeps) {
    this.#deps = deps;
    this.#steps = new Steps((id, step) => deps.onProgress(id, step));
  }

  /** What there is to finish now. */
  async state(id: SessionId): Promise<FinishState> {
    const worktree = await this.#deps.sessions.worktree(id);
    await this.#showMerge(id, worktree);
    const [draft, targets, remotes] = await Promise.all([
      readDraft(this.#deps, id, worktree),
      readTargets(worktree),
      readRemotes(worktree),
    ]);
    const undo = await this.#undo(id);
    return {
      branch: worktree.branch,
      ...draft,
      targets,
      ...remotes,
      ...(undo && { undo }),
    };
  }

  /** Commits what was accepted. Throws what `commitAccepted` does, and `git.untrusted`. */
  commit(id: SessionId, { message, hooks, sign }: CommitChoice): Promise<Omit<AcceptedCommit, 'unshown'>> {
    return this.#aloneStep(id, 'commit', 'git commit', async (signal) => {
      if (hooks || sign) await requireTrust(this.#deps, id);
      const { path, branch } = await this.#deps.sessions.worktree(id);
      const asUser = await this.#deps.shellEnv();
      const { unshown, ...done } = await this.#deps.moves.during(id, (note) =>
        commitAccepted({
          ...{ worktree: path, branch, sessionId: id, message, hooks, sign, asUser, signal },
          onOutput: (text) => this.#steps.tell(id, text),
          onBegun: (commit) => note({ kind: 'commit', commit }),
        }),
      );
      if (unshown) this.#deps.moves.note(id, { kind: 'commit', commit: unshown });
      return done;
    });
  }

  /** Says what integrating would do; nothing moves. A merge driver may hang, and is called off as a look is. */
  async preflight(id: SessionId, target: string, strategy: Strategy): Promise<Preflight> {
    const worktree = await this.#deps.sessions.worktree(id);
    const { changes } = await this.#deps.changes.checkpoint(id, 'manual');
    const { path, branch } = worktree;
    return this.#deps.callOffs.run(id, async () => {
      const messages =
        strategy === 'squash' ? await listMessages(path, `refs/heads/${target}`, `refs/heads/${branch}`) : [];
      const message = squashMessage(this.#deps.sessions.get(id).title, messages);
      return preflight({ sessionId: id, worktree, target, strategy }, { pending: changes.length, message });
    });
  }

  /** Brings the session's branch into the target. Throws what `integrate` does, and `git.untrusted` before signing. */
  integrate(id: SessionId, choice: IntegrateChoice): Promise<Integration> {
    return this.#aloneStep(id, 'integrate', `git ${choice.strategy}`, async (signal) => {
      const worktree = await this.#deps.sessions.worktree(id);
      if (choice.sign) await requireTrust(this.#deps, id);
      const asUser = await this.#deps.shellEnv();
      const done = await integrate({ ...choice, ...this.#moving(id, signal), worktree, asUser });
      this.#done.set(id, done);
      return done;
    });
  }

  /** Takes the last integration back. Throws `git.busy` when something moved since. */
  putBack(id: SessionId): Promise<void> {
    return this.#aloneStep(id, 'integrate', 'git update-ref', async (signal) => {
      const done = this.#done.get(id);
      if (!done) throw new AppError('not-found', 'There is nothing to take back.');
      const worktree = await this.#deps.sessions.worktree(id);
      await putBack(done, { ...this.#moving(id, signal), worktree });
      this.#done.delete(id);
    });
  }

  /**
   * Brings the target into the session's worktree and asks an agent to resolve what conflicts. Throws what `bringIn` does,
   * and when the agent could not be asked; nothing has changed then.
   */
  async resolve(id: SessionId, target: string, agent: AgentId): Promise<Turn> {
    const files = await this.#aloneStep(id, 'integrate', 'git merge', async (signal) => {
      const { path, branch } = await this.#deps.sessions.worktree(id);
      this.#deps.requireQueue(id, agent);
      const theirs = await tipOf(path, target);
      this.#steps.moving(id, path);
      const message = `Merge branch '${target}' into ${branch}`;
      const merge = { worktree: path, sessionId: id, branch, theirs, message };
      return this.#deps.moves.during(id, (note) => {
        const onBegun = (begun: BringInBegun) => note({ kind: 'bring-in', ...begun });
        return endingWith(signal, () => bringIn({ ...merge, onBegun }));
      });
    });
    return this.#deps.enqueue(id, agent, [{ type: 'text', text: resolvePrompt(target, files) }]);
  }

  /** Gives up bringing a branch in; files and what was accepted are as before. */
  stopResolving(id: SessionId): Promise<void> {
    return this.#aloneStep(id, 'integrate', 'git read-tree', async (signal) => {
      const { path } = await this.#deps.sessions.worktree(id);
      this.#steps.moving(id, path);
      await this.#deps.moves.during(id, (note) => {
        const onBegun = (begun: StopBegun) => note({ kind: 'stop-bringing-in', ...begun });
        return endingWith(signal, () => stopBringingIn(path, id, onBegun));
      });
    });
  }

  /** Pushes the session's branch, and nothing else, to a remote. Throws `git.push-refused`, `git.untrusted`. */
  push(id: SessionId, remote: string): Promise<{ pushed: boolean }> {
    return this.#steps.run(id, { kind: 'push', text: 'git push' }, async (signal) => {
      await requireTrust(this.#deps, id);
      const { path, branch } = await this.#deps.sessions.worktree(id);
      await urlOf(path, remote);
      return pushBranch({
        root: path,
        remote,
        branch,
        hooks: true,
        asUser: await this.#deps.shellEnv(),
        signal,
        onProgress: (line) => this.#steps.tell(id, line),
      });
    });
  }

  /** Opens a pull request for the pushed branch, or answers the page that does. */
  openPullRequest(
    id: SessionId,
    request: { remote: string; target: string; title: string; body: string },
  ): Promise<PullRequest> {
    return this.#steps.run(id, { kind: 'push', text: 'pull request' }, async (signal) => {
      const { path, branch } = await this.#deps.sessions.worktree(id);
      return openPullRequest({
        ...request,
        cwd: path,
        branch,
        env: await this.#deps.shellEnv(),
        remoteUrl: await urlOf(path, request.remote),
        signal,
      });
    });
  }

  /** The steps that are under way. */
  underWay(): Record<SessionId, StepProgress> {
    return this.#steps.list();
  }

  /** Calls off the step that is under way, unless it moves files and that does not take long; it says itself how it ended. */
  cancel(id: SessionId): void {
    this.#steps.cancel(id);
  }

  /** Calls off the step that is under way in a session and waits for it. */
  callOff(id: SessionId): Promise<void> {
    return this.#steps.callOff(id);
  }

  /** Calls off what is under way and waits for it. */
  stop(): Promise<void> {
    return this.#steps.stop();
  }

  /**
   * A step that changes the session itself: between two looks at the worktree, while neither a decision nor an agent is
   * at work there. A turn that is sent meanwhile waits, so that the hooks of a commit and agents never meet.
   */
  #aloneStep<T>(
    id: SessionId,
    kind: StepKind,
    text: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.#steps.run(id, { kind, text }, (signal) => {
      this.#requireIdle(id);
      return aloneUntil(this.#deps, id, signal, () => work(signal));
    });
  }

  /** What an integration needs to move branches and files of a session. */
  #moving(id: SessionId, signal: AbortSignal): Omit<Moving, 'worktree'> {
    const onMoving = (folder: string) => this.#steps.moving(id, folder);
    return { sessionId: id, signal, moves: this.#deps.moves, onMoving };
  }

  #requireIdle(id: SessionId): void {
    if (!this.#deps.isWorking(id)) return;
    throw new AppError(
      'git.busy',
      'An agent is at work in this session, and its files may change at any moment.',
      'Wait until it is done, or stop it, then try again.',
    );
  }

  /** Brings up for review what a merge in the worktree did not show, once nobody is at work on it. */
  async #showMerge(id: SessionId, { path }: Worktree): Promise<void> {
    const location = await locateLinkedWorktree(path);
    if (this.#deps.isWorking(id) || (await isMergeShown(location))) return;
    await this.#deps.changes.alone(id, async (look) => {
      await look();
      if (!this.#deps.isWorking(id) && (await showMerge(location))) await look();
    });
  }

  /** The last integration, unless its target has moved on. */
  async #undo(id: SessionId): Promise<Integration | undefined> {
    const done = this.#done.get(id);
    if (!done) return undefined;
    const { path } = await this.#deps.sessions.worktree(id);
    const tip = await tipOf(path, done.target).catch(() => null);
    if (tip === done.after) return done;
    this.#done.delete(id);
    return undefined;
  }
}
