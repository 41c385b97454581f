import type { Author } from '../../../shared/domain/change';
import { type AgentId, agentId, type TurnId } from '../../../shared/domain/ids';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import type { AcceptedPath } from '../../git/finish/uncommitted';
import { isZeroOid, pathKey } from '../../git/path-bytes';

/** One checkpoint: whose it is, and the files it changed. */
export interface CreditedStep {
  author: Author;
  files: Pick<FilePatch, 'path' | 'oldPath' | 'oldOid' | 'newOid'>[];
}

interface Touch {
  key: string;
  before: string;
  after: string;
}

/** Who wrote the accepted paths since they were last committed, and in which turns; oldest first. */
export function creditPaths(
  paths: readonly AcceptedPath[],
  newestFirst: readonly CreditedStep[],
): { agents: AgentId[]; turns: TurnId[] } {
  const agents = new Set<AgentId>();
  const turns = new Set<TurnId>();
  for (const entry of [...creditedSteps(paths, newestFirst)].reverse()) {
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
function creditedSteps(
  paths: readonly AcceptedPath[],
  newestFirst: readonly CreditedStep[],
): readonly CreditedStep[] {
  const wanted = new Map(paths.map((accepted) => [pathKey(accepted.path), accepted]));
  const steps = newestFirst.map((step) => ({ step, touches: step.files.flatMap(touchesOf) }));
  const exact = new Set<string>();
  for (const { key, after } of steps.flatMap(({ touches }) => touches)) {
    const accepted = wanted.get(key);
    if (accepted && isBlob(after, accepted.after)) exact.add(key);
  }
  const state = new Map<string, 'newer' | 'crediting' | 'done'>();
  const credits = ({ key, before, after }: Touch) => {
    const accepted = wanted.get(key);
    const now = state.get(key) ?? 'newer';
    if (!accepted || now === 'done') return false;
    if (now === 'newer' && exact.has(key) && !isBlob(after, accepted.after)) return false;
    state.set(key, isBlob(before, accepted.before) ? 'done' : 'crediting');
    return true;
  };
  return steps.filter(({ touches }) => touches.filter(credits).length > 0).map(({ step }) => step);
}

/** A renamed file was touched at both of its paths. */
function touchesOf({ path, oldPath, oldOid, newOid }: CreditedStep['files'][number]): Touch[] {
  if (!oldPath) return [{ key: pathKey(path), before: oldOid, after: newOid }];
  const none = newOid.replace(/./g, '0');
  return [
    { key: pathKey(oldPath), before: oldOid, after: none },
    { key: pathKey(path), before: none, after: newOid },
  ];
}

function isBlob(oid: string, blob: AcceptedPath['after']): boolean {
  return blob ? blob.oid === oid : isZeroOid(oid);
}
