import type { PullRequest } from '../../../shared/domain/finish';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import { call } from '../../lib/bridge';
import { finishStrings as strings } from '../../strings/finish';
import { closeFinish, setMessage } from './finish-slice';
import type { FinishModel } from './use-finish';

export interface CommitOptions {
  hooks?: boolean;
  sign?: boolean;
  trust?: boolean;
}

/** What the buttons of the dialog do. Every one ends in a sentence that says what moved, or in an error shown beside it. */
export class FinishActions {
  constructor(
    private readonly sessionId: SessionId,
    private readonly model: FinishModel,
    private readonly repository: string,
    private readonly written: string | undefined,
  ) {}

  commit({ hooks = true, sign = true, trust = false }: CommitOptions = {}): Promise<void> {
    const { sessionId, model } = this;
    const message = this.written ?? model.state?.message ?? '';
    return model.run('commit', async () => {
      if (trust) await call('repository.open', { path: this.repository, trust: true });
      const { commit, changedByHooks } = await call('finish.commit', { sessionId, message, hooks, sign });
      setMessage(sessionId, null);
      const said = commit ? strings.committed(short(commit)) : strings.nothingNew;
      return changedByHooks.length > 0 ? `${said} ${strings.changedByHooks(changedByHooks)}` : said;
    });
  }

  integrate(message: string, updateCheckout: boolean, sign = true): Promise<void> {
    const { sessionId, model } = this;
    return model.run('integrate', async () => {
      if (!model.preflight) throw new AppError('git.busy', strings.looking);
      const { target, strategy, branchTip, targetTip } = model.preflight;
      const choice = { target, strategy, branchTip, targetTip, message, updateCheckout, sign };
      const done = await call('finish.integrate', { sessionId, ...choice });
      return strings.integrated(done.target, short(done.after));
    });
  }

  putBack(target: string): Promise<void> {
    return this.model.run('integrate', async () => {
      await call('finish.putBack', { sessionId: this.sessionId });
      return strings.wasPutBack(target);
    });
  }

  resolve(agent: AgentId): Promise<void> {
    const { sessionId, model } = this;
    return model.run('integrate', async () => {
      await call('finish.resolve', { sessionId, target: model.target, agent });
      closeFinish();
      return null;
    });
  }

  stopResolving(): Promise<void> {
    return this.model.run('integrate', async () => {
      await call('finish.stopResolving', { sessionId: this.sessionId });
      return strings.stopResolvingHint;
    });
  }

  push(remote: string): Promise<void> {
    return this.model.run('push', async () => {
      const { pushed } = await call('finish.push', { sessionId: this.sessionId, remote });
      return pushed ? strings.pushed(remote) : strings.upToDateRemote(remote);
    });
  }

  openPullRequest(remote: string, title: string, body: string): Promise<void> {
    const { sessionId, model } = this;
    return model.run('push', async () => {
      const request = { sessionId, remote, target: model.target, title, body };
      return openOutside(await call('finish.openPullRequest', request));
    });
  }
}

async function openOutside(request: PullRequest): Promise<string> {
  await call('app.openExternal', { url: request.url });
  return request.kind === 'opened' ? strings.pullOpened(request.url) : strings.pullPage(request.reason);
}

export function short(commit: string): string {
  return commit.slice(0, 8);
}
