import { describe, expect, it, vi } from 'vitest';
import type { Author, Credit } from '../../../src/shared/domain/change';
import { authorsOfChange } from '../../../src/shared/domain/credit-change';
import { creditHunks } from '../../../src/shared/domain/credit-hunks';
import type { AgentId } from '../../../src/shared/domain/ids';
import {
  creditWhole as crediting,
  type FileOwners,
  hashLine,
  type LineHunk,
  replaceAll,
  spliceOwners as splicing,
  untouched,
} from '../../../src/shared/domain/line-owners';
import { atOnce } from '../../../src/shared/interruptible';
import { fc } from '../../support/properties';

const spliceOwners = (...args: Parameters<typeof splicing>) => atOnce(splicing(...args));
const creditWhole = (...args: Parameters<typeof crediting>) => atOnce(crediting(...args));

const by = (agent: string, at: number): Credit => ({
  author: { kind: 'agent', agent: agent as AgentId },
  at,
});
const claude = by('claude', 1);
const codex = by('codex', 2);
const user: Credit = { author: { kind: 'user' }, at: 3 };

/** Replaces lines after the first `before` lines, as a patch without context says it. */
function replace(before: number, removed: string[], inserted: number): LineHunk {
  return {
    oldStart: removed.length === 0 ? before : before + 1,
    oldLines: removed.length,
    newStart: inserted === 0 ? before : before + 1,
    newLines: inserted,
    removed: removed.map(hashLine),
  };
}

/** Who the first lines belong to: a name per line, `-` for what was there before. */
function linesOf(owners: FileOwners, count: number): string[] {
  const lines = owners.pieces.flatMap((piece) => ('lines' in piece ? Array(piece.lines).fill(piece.by) : []));
  return Array.from({ length: count }, (_, index) =>
    nameOf(owners.credits[lines[index] ?? owners.tail]?.author),
  );
}

function nameOf(author: Author | undefined): string {
  if (!author) return '-';
  return author.kind === 'agent' ? author.agent : author.kind;
}

const names = (credits: readonly Credit[] | undefined) => credits?.map(({ author }) => nameOf(author));

describe('the owner of a line', () => {
  it('is whoever inserted it, and nobody for what was there before', () => {
    const owners = spliceOwners(untouched, [replace(1, [], 2)], claude);
    expect(linesOf(owners, 4)).toEqual(['-', 'claude', 'claude', '-']);
  });

  it('stays when others edit around it, and changes when they edit it', () => {
    let owners = spliceOwners(untouched, [replace(0, [], 4)], claude);
    owners = spliceOwners(owners, [replace(0, [], 1), replace(2, ['c'], 1)], codex);
    expect(linesOf(owners, 6)).toEqual(['codex', 'claude', 'claude', 'codex', 'claude', '-']);
  });

  it('survives a move and a new mode of the file', () => {
    const owners = creditWhole(spliceOwners(untouched, [replace(0, [], 1)], claude), codex);
    expect(linesOf(owners, 2)).toEqual(['claude', '-']);
    expect(atOnce(authorsOfChange({ status: 'renamed', oldMode: '1', newMode: '1' }, owners, []))).toEqual([
      codex.author,
    ]);
  });

  it('is of the whole file where its lines are not compared', () => {
    let owners = replaceAll(spliceOwners(untouched, [replace(0, [], 1)], claude), codex);
    expect(linesOf(owners, 2)).toEqual(['codex', 'codex']);
    owners = spliceOwners(owners, [replace(1, ['x'], 1)], user);
    expect(linesOf(owners, 3)).toEqual(['codex', 'user', 'codex']);
  });

  it('is what replaying every edit on single lines says, whatever the edits', () => {
    const edit = fc.record({ before: fc.nat(12), removed: fc.nat(4), inserted: fc.nat(4), gap: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(fc.array(edit, { maxLength: 3 }), { maxLength: 30 }), (history) => {
        let owners = untouched;
        let model = Array.from({ length: 300 }, () => -1);
        for (const [at, edits] of history.entries()) {
          const { hunks, next } = applyEdits(model, edits, at);
          owners = spliceOwners(owners, hunks, by('claude', at));
          model = next;
        }
        const lines = owners.pieces.flatMap((piece) =>
          'lines' in piece ? Array(piece.lines).fill(piece.by) : [],
        );
        const actual = model.map((_, index) => owners.credits[lines[index] ?? owners.tail]?.at ?? -1);
        expect(actual).toEqual(model);
      }),
    );
  });
});

type Edit = { before: number; removed: number; inserted: number; gap: number };

function applyEdits(model: number[], edits: Edit[], author: number) {
  const hunks: LineHunk[] = [];
  const next: number[] = [];
  let at = 0;
  for (const { before, removed, inserted, gap } of edits) {
    const start = at + before + gap + 1;
    if (start + removed > model.length || removed + inserted === 0) continue;
    next.push(...model.slice(at, start));
    const hunk = replace(start, Array(removed).fill('x'), inserted);
    hunks.push({ ...hunk, newStart: inserted === 0 ? next.length : next.length + 1 });
    next.push(...Array(inserted).fill(author));
    at = start + removed;
  }
  return { hunks, next: [...next, ...model.slice(at)] };
}

describe('who removed a line', () => {
  const removed = (owners: FileOwners, hunks: LineHunk[]) =>
    atOnce(creditHunks(owners, hunks)).map((hunk) => names(hunk.removed));

  it('is remembered when others edit around it later', () => {
    let owners = spliceOwners(untouched, [replace(2, ['c', 'd'], 0)], claude);
    owners = spliceOwners(owners, [replace(0, ['a'], 3)], codex);
    expect(
      removed(owners, [
        replace(0, ['a'], 3),
        { ...replace(4, [], 0), oldStart: 3, oldLines: 2, removed: [hashLine('c'), hashLine('d')] },
      ]),
    ).toEqual([['codex'], ['claude', 'claude']]);
  });

  it('is the one who did so last, when it had come back', () => {
    let owners = spliceOwners(untouched, [replace(1, ['b'], 0)], claude);
    owners = spliceOwners(owners, [replace(1, [], 1)], user);
    owners = spliceOwners(owners, [replace(1, ['b'], 0)], codex);
    expect(removed(owners, [replace(1, ['b'], 0)])).toEqual([['codex']]);
  });

  it('is told apart between identical lines by their place', () => {
    let owners = spliceOwners(untouched, [replace(1, ['}'], 0)], claude);
    owners = spliceOwners(owners, [replace(5, ['}'], 0)], codex);
    const later = { ...replace(5, ['}'], 0), oldStart: 7 };
    expect(removed(owners, [replace(1, ['}'], 0), later])).toEqual([['claude'], ['codex']]);
  });

  it('is not lost with a deleted file, nor for one that was moved before', () => {
    const gone = creditWhole(spliceOwners(untouched, [replace(0, ['a', 'b'], 0)], claude), claude);
    expect(removed(gone, [replace(0, ['a', 'b'], 0)])).toEqual([['claude', 'claude']]);
    const moved = spliceOwners(untouched, [replace(0, [], 1)], codex);
    expect(names(atOnce(creditHunks(moved, [replace(0, ['a'], 1)], gone))[0]?.removed)).toEqual(['claude']);
  });

  it('is unknown when two authors share the hunk and nothing says who', () => {
    let owners = spliceOwners(untouched, [replace(0, [], 1)], claude);
    owners = spliceOwners(owners, [replace(1, [], 1)], codex);
    const [both] = atOnce(creditHunks(owners, [replace(0, ['never seen'], 2)]));
    expect([names(both?.removed), names(both?.inserted)]).toEqual([['unknown'], ['claude', 'codex']]);
  });

  it('forgets no more than it must of a file that is rewritten over and over', () => {
    const lines = Array.from({ length: 15_000 }, (_, index) => `line ${index}`);
    let owners = untouched;
    for (let at = 0; at < 6; at++) {
      owners = spliceOwners(
        owners,
        [
          replace(
            0,
            lines.map((line) => `${line}${at % 2}`),
            lines.length,
          ),
        ],
        by('claude', at),
      );
    }
    const stored = owners.pieces.reduce(
      (sum, piece) => sum + ('removed' in piece ? piece.removed.length : 0),
      0,
    );
    expect(stored).toBeLessThanOrEqual(20_000);
    expect(removed(owners, [replace(0, ['line 71'], 0)])).toEqual([['claude']]);
  });

  it('is found in one piece where many lines of two authors by turns went', () => {
    const half = 1_000;
    let owners = spliceOwners(untouched, [replace(0, [], half)], claude);
    const between = Array.from({ length: half }, (_, line) => ({
      ...replace(line, [], 1),
      newStart: 2 * line + 1,
    }));
    owners = spliceOwners(owners, between, codex);
    expect(linesOf(owners, 4)).toEqual(['codex', 'claude', 'codex', 'claude']);
    const gone = replace(0, Array<string>(2 * half).fill('x'), 0);
    const taken = vi.spyOn(gone.removed, 'slice');
    owners = spliceOwners(owners, [gone], user);
    expect(removed(owners, [replace(0, ['x'], 0)])).toEqual([['user']]);
    // Put together line by line it would take a minute for 40,000.
    expect(taken).toHaveBeenCalledTimes(1);
  });

  it('is one piece where many removals of one author have repeats of another between them', () => {
    const half = 9_500;
    const blank = Array.from({ length: half }, (_, index) => replace(2 * index, [''], 1));
    const once = spliceOwners(untouched, blank, claude);
    const known = once.pieces.map((piece) => ({ ...piece }));
    // Of the blank lines that went from one place the last counts, so that the others' are next to each other.
    const lines = Array.from({ length: 2 * half }, (_, line) => (line === 0 ? '' : `line ${line}`));
    const owners = spliceOwners(once, [replace(0, lines, 0)], user);
    expect(owners.pieces.filter((piece) => 'removed' in piece)).toHaveLength(1);
    expect(once.pieces).toEqual(known);
  });

  it('forgets the removals that came first where very many single lines were replaced', () => {
    const every = (parts: number, text: string) =>
      Array.from({ length: parts }, (_, index) => replace(2 * index, [`${text} ${index}`], 1));
    const owners = spliceOwners(
      spliceOwners(untouched, every(150_000, 'old'), claude),
      every(10, 'newer'),
      codex,
    );
    expect(linesOf(owners, 3)).toEqual(['codex', '-', 'codex']);
    expect(removed(owners, [replace(0, ['newer 0'], 0), replace(2, ['old 1'], 0)])).toEqual([
      ['codex'],
      ['unknown'],
    ]);
  });
});

describe('everybody who has a part in a change', () => {
  const modified = { status: 'modified', oldMode: '100644', newMode: '100644' } as const;

  it('is listed once, the one at work last first', () => {
    let owners = spliceOwners(untouched, [replace(0, [], 2)], claude);
    owners = spliceOwners(owners, [replace(5, ['x'], 0)], user);
    const hunks = [replace(0, [], 2), { ...replace(5, ['x'], 0), oldStart: 4 }];
    expect(atOnce(authorsOfChange(modified, owners, hunks)).map(nameOf)).toEqual(['user', 'claude']);
  });

  it('leaves out whose lines are gone again', () => {
    let owners = spliceOwners(untouched, [replace(0, [], 1)], claude);
    owners = spliceOwners(owners, [replace(0, ['x'], 1)], codex);
    expect(atOnce(authorsOfChange(modified, owners, [replace(0, [], 1)])).map(nameOf)).toEqual(['codex']);
  });

  it('is unknown when nothing is known', () => {
    expect(atOnce(authorsOfChange(modified, untouched, [replace(0, [], 1)]))).toEqual([{ kind: 'unknown' }]);
    expect(atOnce(authorsOfChange(modified, untouched, null))).toEqual([{ kind: 'unknown' }]);
  });
});
