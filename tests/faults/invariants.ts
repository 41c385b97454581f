import { execFileSync, spawnSync } from 'node:child_process';
import type { AgentEvent } from '../../src/shared/domain/agent-event';
import { textOf } from '../../src/shared/domain/content';
import { emptyTranscript, reduceTranscript } from '../../src/shared/domain/transcript';
import { isActive, type Turn } from '../../src/shared/domain/turn';
import { checkoutState } from '../e2e/support/checkout-state';
import type { Ledger } from './ledger';
import type { Stored } from './stored';

/** Every prompt the app said it took is one turn with its text; any other is one turn at most. */
export function checkPrompts({ prompts }: Ledger, { turns }: Stored): string[] {
  return prompts.flatMap(({ text, maybe, turnId, withdrawn, sessionId }) => {
    const all = turns.filter((turn) => [text, maybe].includes(textOf(turn.prompt)));
    // One that never reached its agent is sent again, once, when the user continues it.
    const again = all.filter(({ resolution }) => resolution === 'continued').length;
    const found = all.slice(0, all.length - Math.min(again, all.length - 1));
    const least = turnId && withdrawn === 'no' ? 1 : 0;
    const most = withdrawn === 'yes' ? 0 : 1;
    const wrong = found.length < least || found.length > most;
    if (wrong)
      return [`prompt ${JSON.stringify(text)} is there ${found.length} times (withdrawn: ${withdrawn})`];
    const other = found.find((turn) => (turnId && turn.id !== turnId) || turn.sessionId !== sessionId);
    return other ? [`prompt ${JSON.stringify(text)} is turn ${other.id} and not ${turnId}`] : [];
  });
}

/** What waits has a place of its own, and what the app said of interrupted turns, of drafts and of comments is so. */
export function checkKept(ledger: Ledger, { turns, drafts: kept, comments }: Stored): string[] {
  const { resolved, drafts } = ledger;
  const places = new Map<string, string>();
  const doubled = turns.flatMap(({ id, sessionId, position }) => {
    const place = `${sessionId}:${position}`;
    const other = places.get(place);
    places.set(place, id);
    return other ? [`turns ${other} and ${id} have the same place`] : [];
  });
  const forgotten = [...resolved].flatMap(([id, resolution]) => {
    const turn = turns.find((one) => one.id === id);
    return turn?.resolution === resolution ? [] : [`turn ${id} was ${resolution} and is ${turn?.resolution}`];
  });
  const lost = [...drafts].flatMap(([sessionId, text]) =>
    text === undefined || kept.get(sessionId) === text ? [] : [`${sessionId}: the draft ${text} is lost`],
  );
  const unsaid = [...ledger.comments].flatMap(([id, text]) =>
    comments.get(id) === text ? [] : [`comment ${id} was ${text} and is ${comments.get(id)}`],
  );
  return [...doubled, ...forgotten, ...lost, ...unsaid];
}

/** Nothing is sent to an agent that lost its conversation before the user has decided. */
export function checkContexts({ events }: Stored): string[] {
  return [...events].flatMap(([sessionId, log]) => {
    const undecided = new Set<string>();
    return log.flatMap(({ kind, agent, seq }) => {
      if (kind === 'context_lost') undecided.add(agent);
      if (kind === 'context_decided') undecided.delete(agent);
      const early = kind === 'turn_started' && undecided.has(agent);
      return early ? [`${sessionId}: ${agent} was sent event ${seq} before the user decided`] : [];
    });
  });
}

/** No turn is at work that was not started by this run, each end is said once, and ended turns stay as they were. */
export function checkTurns(ledger: Ledger, { turns, events }: Stored, startedAt: number): string[] {
  for (const turn of turns) ledger.sawTurn(turn);
  const all = [...events.values()].flat();
  return turns.flatMap((turn) => {
    const { id, state } = turn;
    if (isActive(state) && (turn.startedAt ?? 0) < startedAt)
      return [`turn ${id} is ${state.status}, but nothing runs it`];
    const ends = all.filter((event) => event.kind === 'turn_ended' && event.turnId === id);
    const starts = all.filter((event) => event.kind === 'turn_started' && event.turnId === id);
    const begun = turn.startedAt !== undefined && state.status === 'ended';
    return [
      ...(starts.length > 1 ? [`turn ${id} started ${starts.length} times`] : []),
      ...(ends.length > 1 || (begun && ends.length === 0)
        ? [`turn ${id} has ${ends.length} ends in the log`]
        : []),
      ...ends.flatMap((end) => checkStopReason(turn, end)),
    ];
  });
}

function checkStopReason({ id, state }: Turn, end: AgentEvent): string[] {
  if (end.kind !== 'turn_ended' || state.status !== 'ended' || end.stopReason === state.stopReason) return [];
  return [`turn ${id} is ${state.stopReason}, but the log says ${end.stopReason}`];
}

/** What was on screen is in the log: other events at their place, texts as what was shown first or more. */
export function checkShown({ shown }: Ledger, { events }: Stored): string[] {
  return [...shown].flatMap(([sessionId, heard]) => {
    const log = events.get(sessionId) ?? [];
    const bySeq = new Map(log.map((event) => [event.seq, event]));
    const texts = textsOf(log);
    const reached = new Map<string, number>();
    return heard.flatMap((event) => {
      if (event.kind !== 'text' && event.kind !== 'reasoning') return sameEvent(event, bySeq.get(event.seq));
      const key = messageKey(event);
      const piece = textOf([event.block]);
      if (event.op === 'end' || piece === '') return [];
      const from = event.op === 'replace' ? 0 : (reached.get(key) ?? 0);
      const at = (texts.get(key) ?? '').indexOf(piece, from);
      reached.set(key, at + piece.length);
      return at < 0
        ? [`${sessionId}: ${JSON.stringify(piece.slice(0, 80))} of ${key} is not in the log`]
        : [];
    });
  });
}

function sameEvent(shown: AgentEvent, stored: AgentEvent | undefined): string[] {
  if (!stored) return [`${shown.sessionId}: event ${shown.seq} (${shown.kind}) is not in the log`];
  const { ts: _ts, origin: _origin, parentToolCallId: _parent, ...event } = shown;
  const same = Object.entries(event).every(
    ([key, value]) =>
      JSON.stringify(value) === JSON.stringify((stored as unknown as Record<string, unknown>)[key]),
  );
  return same ? [] : [`${shown.sessionId}: event ${shown.seq} (${shown.kind}) is another in the log`];
}

function textsOf(log: readonly AgentEvent[]): Map<string, string> {
  const { entries } = reduceTranscript(emptyTranscript, log);
  return new Map(
    entries.flatMap((entry) =>
      entry.type === 'text' || entry.type === 'reasoning' ? [[entry.id, textOf(entry.blocks)] as const] : [],
    ),
  );
}

function messageKey(event: Extract<AgentEvent, { kind: 'text' | 'reasoning' }>): string {
  return `${event.kind}:${event.agent}:${event.turnId ?? ''}:${event.messageId}`;
}

/** What the agents count aloud is in the log from the first on, each number once and in order. */
export function checkCounting({ events }: Stored): string[] {
  return [...events.values()].flatMap((log) =>
    [...textsOf(log)].flatMap(([key, text]) => {
      const lines = [...text.matchAll(/Line (\d+) of \d+\./g)].map((match) => Number(match[1]) - 1);
      const numbers = /^(\d+ )+/.test(text) ? text.trim().split(' ').map(Number) : lines;
      const wrong = numbers.findIndex((number, index) => number !== index);
      return wrong < 0 ? [] : [`${key}: counts ${numbers[wrong - 1]}, ${numbers[wrong]} at ${wrong}`];
    }),
  );
}

/** A turn that is over left no tool call at work and no question open. */
export function checkTranscripts({ turns, events }: Stored): string[] {
  const ended = new Set<string>(turns.flatMap(({ id, state }) => (state.status === 'ended' ? [id] : [])));
  return [...events].flatMap(([sessionId, log]) =>
    reduceTranscript(emptyTranscript, log).entries.flatMap((entry) => {
      if (!entry.turnId || !ended.has(entry.turnId)) return [];
      const open =
        (entry.type === 'tool' && ['pending', 'in_progress'].includes(entry.tool.status)) ||
        (entry.type === 'permission' && !entry.resolution) ||
        (entry.type === 'text' && entry.streaming);
      return open ? [`${sessionId}: ${entry.id} is still open, but its turn has ended`] : [];
    }),
  );
}

/** All that is the user's own: files, index, HEAD, settings, and branches and tags that are not ours. */
export function userState(repository: string): string {
  const refs = execFileSync('git', ['for-each-ref', '--format=%(refname) %(objectname)'], {
    cwd: repository,
    encoding: 'utf8',
  });
  const own = refs.split('\n').filter((line) => !/^refs\/(heads\/)?coppice\//.test(line));
  return JSON.stringify({ ...checkoutState(repository), refs: own }, null, 1);
}

export function checkGit(repository: string): string[] {
  const { status, stdout, stderr } = spawnSync('git', ['fsck', '--full', '--no-dangling'], {
    cwd: repository,
    encoding: 'utf8',
  });
  const said = `${stdout}${stderr}`.trim();
  return status === 0 && !/^(missing|broken|error|fatal|warning)/m.test(said) ? [] : [`git fsck: ${said}`];
}

/** What was decided is kept: listed, and what it was before and after is alive in the repository. */
export function checkDecisions(ledger: Ledger, stored: Stored, repository: string): string[] {
  const all = ['rev-list', '--glob=refs/coppice/sessions/*'];
  const reachable = new Set(execFileSync('git', all, { cwd: repository, encoding: 'utf8' }).split('\n'));
  return ledger.decisions.flatMap(({ sessionId, ordinal }) => {
    const kept = stored.decisions.find((row) => row.sessionId === sessionId && row.ordinal === ordinal);
    if (!kept) return [`${sessionId}: decision ${ordinal} is not listed`];
    return [kept.before, kept.after].flatMap((commit) =>
      reachable.has(commit) ? [] : [`${sessionId}: ${commit} of decision ${ordinal} is not kept`],
    );
  });
}

/** What was committed is on a branch, or was until a rebase replaced it; and what was integrated is where it was said to be. */
export function checkCommits({ commits, landed }: Ledger, repository: string, landing: string): string[] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  const reachable = new Set(git('rev-list', '--branches', '--reflog').split('\n'));
  const lost = commits.filter((commit) => !reachable.has(commit)).map((commit) => `commit ${commit} is lost`);
  const now = git('rev-parse', `refs/heads/${landing}`);
  return landed && landed !== now ? [...lost, `${landing} was moved to ${landed} and is ${now}`] : lost;
}
