import { describe, expect, it } from 'vitest';
import { fileBody } from '../../../../src/renderer/features/changes/model/file-body';
import { generatedReason, unreadableLine } from '../../../../src/renderer/features/changes/model/generated';
import type { Change, DiffLine } from '../../../../src/shared/domain/change';
import { sessionId } from '../../../../src/shared/domain/ids';

const reasons = (...paths: string[]) => paths.map((path) => generatedReason(path, undefined));

function textDiff(...texts: string[]) {
  const lines = texts.map((text, at): DiffLine => ({ type: 'insert', text, newLine: at + 1 }));
  const hunk = { oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length, section: '', lines };
  return { kind: 'text' as const, hunks: [hunk], truncated: false, eol: 'lf' as const };
}

const added: Change = {
  id: 'x',
  sessionId: sessionId.parse('s'),
  path: 'app.js',
  status: 'added',
  oldMode: '000000',
  newMode: '100644',
  oldOid: '0',
  newOid: '1',
  binary: false,
  symlink: false,
  submodule: false,
  insertions: 1,
  deletions: 0,
  authors: [],
};

describe('generated files', () => {
  it('are known by their names, and say why', () => {
    expect(reasons('package-lock.json', 'a/Cargo.lock', 'go.sum', 'pnpm-lock.yaml')).toEqual(
      Array(4).fill('lock'),
    );
    expect(reasons('x/app.min.js', 'app.js.map', 'a.test.ts.snap', 'dist/index.js')).toEqual([
      'minified',
      'source-map',
      'snapshot',
      'built',
    ]);
    expect(reasons('src/lock.ts', 'src/distance.ts', 'package.json', 'admin.js')).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('are what the repository’s attributes call so, which count for more than a name', () => {
    expect(generatedReason('api/client.ts', true)).toBe('attribute');
    expect(generatedReason('vendor/ours.go', false)).toBeUndefined();
    expect(generatedReason('vendor/theirs.go', true)).toBe('built');
  });
});

describe('lines too long to be read', () => {
  const minified = textDiff('x'.repeat(9_000), '');
  const state = { status: 'ready' as const, diff: minified, context: 3 };
  const options = { layout: 'unified' as const, columnsFor: () => 80 };

  it('are named instead of shown, until the reader wants them anyway', () => {
    expect(fileBody(added, state, options).rows).toEqual([
      { kind: 'notice', notice: { kind: 'unreadable', longest: 9_000 } },
    ]);
    expect(fileBody(added, state, { ...options, anyway: true }).rows.map(({ kind }) => kind)).toEqual([
      'line',
      'line',
    ]);
  });

  it('are no reason to hide a file in which one line is long', () => {
    expect(unreadableLine(textDiff('x'.repeat(9_000), ...Array<string>(100).fill('short')))).toBeNull();
    expect(unreadableLine(textDiff('x'.repeat(1_900)))).toBeNull();
  });
});
