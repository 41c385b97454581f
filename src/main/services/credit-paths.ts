import { type AgentId, agentId, type TurnId } from '../../shared/domain/ids';
import type { ChainEntry } from '../git/chain-log';
import { pathKey, toRawPath } from '../git/path-bytes';
import type { AcceptedPath } from '../git/uncommitted';

/** Who wrote the accepted paths since they were last committed, and in which turns; oldest first. */
export function creditPaths(
  paths: readonly AcceptedPath[],
  entries: readonly ChainEntry[],
): { agents: AgentId[]; turns: TurnId[] } {
  const agents = new Set<AgentId>();
  const turns = new Set<TurnId>();
  for (const entry of [...creditedEntries(paths, entries)].reverse()) {
    if (entry.author.kind !== 'agent') continue;
    agents.add(agentId.parse(entry.author.agent));
    if (entry.author.turnId) turns.add(entry.author.turnId);
  }
  return { agents: [...agents], turns: [...turns] };
}

/**
 * Per path: from the checkpoint that made it what was accepted, back to the one that found it as committed. Of a file
 * that was accepted in part no checkpoint is exactly that: all since the commit count then.
 */
function creditedEntries(
  paths: readonly AcceptedPath[],
  entries: readonly ChainEntry[],
): ReadonlySet<ChainEntry> {
  const wanted = new Map(paths.map((accepted) => [pathKey(accepted.path), accepted]));
  const exact = new Set<string>();
  for (const touched of entries.flatMap((entry) => entry.touched)) {
    const key = pathKey(toRawPath(touched));
    const accepted = wanted.get(key);
    if (accepted && isBlob(touched.newOid, accepted.after)) exact.add(key);
  }
  const state = new Map<string, 'newer' | 'crediting' | 'done'>();
  const credited = new Set<ChainEntry>();
  for (const entry of entries) {
    for (const touched of entry.touched) {
      const key = pathKey(toRawPath(touched));
      const accepted = wanted.get(key);
      const now = state.get(key) ?? 'newer';
      if (!accepted || now === 'done') continue;
      if (now === 'newer' && exact.has(key) && !isBlob(touched.newOid, accepted.after)) continue;
      credited.add(entry);
      state.set(key, isBlob(touched.oldOid, accepted.before) ? 'done' : 'crediting');
    }
  }
  // In the order of the log: a set filled by path would not be.
  return new Set(entries.filter((entry) => credited.has(entry)));
}

function isBlob(oid: string, blob: AcceptedPath['after']): boolean {
  return blob ? blob.oid === oid : /^0+$/.test(oid);
}
