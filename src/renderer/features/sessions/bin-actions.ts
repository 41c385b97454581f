import type { FoundSession, RemovedSession } from '../../../shared/domain/bin';
import type { SessionId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { go } from '../../lib/route';
import { notify, reporting } from '../../lib/toasts';
import { binStrings as strings } from '../../strings/bin';

/** Removes sessions of the bin for good, and says what of them stays. */
export async function removeForGood(sessionIds: SessionId[]): Promise<void> {
  await reporting(async () => {
    const removed = await call('bin.remove', { sessionIds });
    const left = whatStays(removed);
    notify({
      title: strings.removed(removed.length),
      ...(left && { description: left, timeout: 0 }),
    });
  });
}

/** Makes a session of what git keeps of one, and shows it. */
export async function adoptFound({ repositoryId, id: sessionId }: FoundSession): Promise<void> {
  await reporting(async () => {
    await call('bin.adopt', { repositoryId, sessionId });
    go({ kind: 'session', sessionId });
  });
}

/** Lets go of what git keeps of a session. */
export async function removeFound({ repositoryId, id: sessionId }: FoundSession): Promise<void> {
  await reporting(async () => {
    await call('bin.removeFound', { repositoryId, sessionId });
    notify({ title: strings.removed(1) });
  });
}

function whatStays(removed: readonly RemovedSession[]): string {
  const branches = removed.flatMap(({ keptBranch }) => keptBranch ?? []);
  const folders = removed.flatMap(({ leftFolder }) => leftFolder ?? []);
  return [
    ...(branches.length > 0 ? [strings.kept(branches)] : []),
    ...(folders.length > 0 ? [strings.leftFolders(folders)] : []),
    ...(removed.some(({ unreachable }) => unreachable) ? [strings.unreachable] : []),
  ].join(' ');
}
