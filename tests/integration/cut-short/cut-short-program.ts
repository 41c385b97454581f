// `cut-short <data folder> <session> <act> <n>`: does what a user would, and is killed after its n-th git command.
import { startGitHere } from '../../../src/main/git/git-process';
import { startGitsWith } from '../../../src/main/git/run-git';
import { sessionId } from '../../../src/shared/domain/ids';
import { hostOn } from '../../support/host-on';
import { acts } from './acts';

const [folder = '', session = '', name = '', killAt = ''] = process.argv.slice(2);
let left = Number.POSITIVE_INFINITY;

startGitsWith((command, listener) =>
  startGitHere(command, {
    ...listener,
    onEnd: (exit, signal) => {
      left -= 1;
      if (left === 0) process.kill(process.pid, 'SIGKILL');
      listener.onEnd(exit, signal);
    },
  }),
);

const { host, stop } = hostOn(folder);
const id = sessionId.parse(session);
const [, act] = acts[name] ?? [];
if (!act) throw new Error(`There is no act "${name}".`);
await host.sessions.worktree(id);
await host.troubles.look(id);
await host.changes.refresh(id);
left = Number(killAt);
await act(host, id);
left = Number.POSITIVE_INFINITY;
await stop();
process.exit(0);
