import type { Author } from '../../../shared/domain/change';
import { type AgentId, agentId, type TurnId } from '../../../shared/domain/ids';
import { groupBy } from '../../../shared/group-by';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import type { AcceptedPath } from '../../git/finish/uncommitted';
import { isZeroOid, pathKey } from '../../git/path-bytes';

/** One checkpoint: whose it is, and the files it changed. */
export interface CreditedStep {
  commit: string;
  author: Author;
  /** The earlier checkpoint whose files it brings back, if it does. */
  asOf?: string | undefined;
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
 * Per path: from the checkpoint that made what was accepted, back to the one that found it as committed, without what
 * was taken back in between. Of a file that was accepted in part no checkpoint is exactly that: all since the commit
 * count then.
 */
function creditedSteps(
  paths: readonly AcceptedPath[],
  newestFirst: readonly CreditedStep[],
): readonly CreditedStep[] {
  const touches = groupBy(
    newestFirst.flatMap((step) => step.files.flatMap(touchesOf).map((touch) => ({ ...touch, step }))),
    ({ key }) => key,
  );
  const ages = new Map(newestFirst.map(({ commit }, index) => [commit, index]));
  const ageOf = (commit: string) => ages.get(commit) ?? newestFirst.length;
  const credited = new Set(
    paths.flatMap((accepted) => leadingTo(accepted, touches.get(pathKey(accepted.path)) ?? [], ageOf)),
  );
  return newestFirst.filter((step) => credited.has(step));
}

type SteppedTouch = Touch & { step: CreditedStep };

/**
 * The steps that made a file what was accepted. What one of them brought back is still the work of those who had made it
 * by then. `ageOf` tells how many checkpoints are newer.
 */
function leadingTo(
  { before, after }: AcceptedPath,
  newestFirst: readonly SteppedTouch[],
  ageOf: (commit: string) => number,
): CreditedStep[] {
  const last = newestFirst.findIndex((touch) => isBlob(touch.after, after));
  const found = stepsSince(before, newestFirst.slice(Math.max(0, last)));
  const seen = new Set<string>();
  for (const { asOf } of found) {
    if (asOf === undefined || seen.has(asOf)) continue;
    seen.add(asOf);
    const then = newestFirst.filter(({ step }) => ageOf(step.commit) >= ageOf(asOf));
    // What was committed by then is no part of what is accepted now.
    if (then[0] && !isBlob(then[0].after, before)) found.push(...stepsSince(before, then));
  }
  return found;
}

/** From the step that found a file as committed; where it became again what it had been, nothing between counts. */
function stepsSince(before: AcceptedPath['before'], newestFirst: readonly SteppedTouch[]): CreditedStep[] {
  const first = newestFirst.findIndex((touch) => isBlob(touch.before, before));
  const kept: { step: CreditedStep; made: string }[] = [];
  for (const { step, after: made } of newestFirst.slice(0, first < 0 ? undefined : first + 1).reverse()) {
    const same = kept.findIndex((earlier) => earlier.made === made);
    if (same >= 0) kept.length = same + 1;
    else kept.push({ step, made });
  }
  return kept.map(({ step }) => step);
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
