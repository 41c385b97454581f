import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import type { Host } from '../../../src/main/services/host';
import type { SessionId } from '../../../src/shared/domain/ids';

type Act = (host: Host, id: SessionId) => Promise<unknown>;

const all = async (host: Host, id: SessionId) => ({ changes: (await host.changes.refresh(id)).changes });

const commit: Act = (host, id) =>
  host.finish.commit(id, { message: 'Work done\n', hooks: true, sign: false });

function integrate(strategy: 'merge' | 'rebase'): Act {
  return async (host, id) => {
    const { branchTip, targetTip } = await host.finish.preflight(id, 'main', strategy);
    const how = { message: 'Bring it in\n', updateCheckout: true, sign: false };
    return host.finish.integrate(id, { target: 'main', strategy, branchTip, targetTip, ...how });
  };
}

/** The agent's turn waits, so that the merge stays as git left it. */
const resolve: Act = async (host, id) => {
  host.dispatcher.pause(id);
  await host.finish.resolve(id, 'main', builtinAgent);
};

/** What main has gone on with, besides files of its own. */
export const mainOf = (name: string): Record<string, string> =>
  name.includes('conflict') ? { 'README.md': 'Of main.\n', 'src/paint.ts': 'of main\n' } : {};

/** First what leads up to it, then the act that is cut short. */
type CutShort = [before: Act[], act: Act];

/** What a user decides, by name. */
export const decisionActs: Record<string, CutShort> = {
  accept: [[], async (host, id) => host.decisions.accept(id, await all(host, id))],
  reject: [[], async (host, id) => host.decisions.reject(id, await all(host, id))],
  'undo of accept': [
    [async (host, id) => host.decisions.accept(id, await all(host, id))],
    (host, id) => host.decisions.undo(id),
  ],
  'undo of reject': [
    [async (host, id) => host.decisions.reject(id, await all(host, id))],
    (host, id) => host.decisions.undo(id),
  ],
  rewind: [
    [],
    async (host, id) => {
      const [first] = (await host.rewinds.timeline(id)).slice(-1);
      const target = { kind: 'session', to: first?.before ?? '' } as const;
      const { checkpoint } = await host.rewinds.preview(id, target);
      return host.rewinds.rewind(id, { target, checkpoint, take: [] });
    },
  ],
};

/** What a user does with what was accepted, by name. */
export const finishActs: Record<string, CutShort> = {
  commit: [[async (host, id) => host.decisions.accept(id, await all(host, id))], commit],
  merge: [[async (host, id) => host.decisions.accept(id, await all(host, id)), commit], integrate('merge')],
  rebase: [[async (host, id) => host.decisions.accept(id, await all(host, id)), commit], integrate('rebase')],
  'bringing in conflicts': [
    [async (host, id) => host.decisions.accept(id, await all(host, id)), commit],
    resolve,
  ],
  'giving conflicts up': [
    [async (host, id) => host.decisions.accept(id, await all(host, id)), commit, resolve],
    (host, id) => host.finish.stopResolving(id),
  ],
};

export const acts = { ...decisionActs, ...finishActs };
