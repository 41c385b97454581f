import type { ChangeStatus } from '../../../shared/domain/change';
import { hashLine, type LineHunk } from '../../../shared/domain/line-owners';

/** What one commit or comparison did to one path, line by line. */
export interface FilePatch {
  path: Buffer;
  /** Where a renamed file was before. */
  oldPath?: Buffer;
  status: ChangeStatus;
  oldMode: string;
  newMode: string;
  oldOid: string;
  newOid: string;
  /** Null where git compares no lines: binary and very large files, links, submodules. */
  hunks: LineHunk[] | null;
}

export interface PatchHandlers {
  /** A commit begins: its heading and message, as the format said. */
  commit?(text: string): void;
  /** One file is complete; files of a commit come in path order. */
  file(patch: FilePatch): void;
  /** A hunk of the file that is told of next begins: the first line on each side. */
  hunk?(oldLine: number, newLine: number): void;
  /** One line of that hunk, its sign first. */
  line?(line: Buffer): void;
}

/** Flags that make git print what `PatchStream` reads, whatever the user configured. */
export const PATCH_FLAGS = [
  '-z',
  '--raw',
  '--patch',
  '--unified=0',
  '--find-renames=50%',
  '-l1000',
  '--no-abbrev',
  '--full-index',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-color-moved',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--diff-algorithm=default',
  '--indent-heuristic',
  '--inter-hunk-context=0',
  '--ws-error-highlight=none',
  '--submodule=short',
  '--ignore-submodules=none',
  '--no-relative',
  '-O/dev/null',
];

/** Larger files are compared as a whole: as `readDiff`, which shows no lines of them. */
export const PATCH_CONFIG = { 'core.bigFileThreshold': '5m' };

const STATUSES: Record<string, ChangeStatus> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  T: 'type-changed',
};
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
/** Enough bytes for all characters of a line that its hash counts. */
const HASHED_BYTES = 4_001;

/**
 * Reads the output of `git log` or `git diff-tree` with `PATCH_FLAGS` as it comes and keeps no text of it; a later
 * `--unified` may add unchanged lines. Paths are
 * taken from the raw records, in whose order the patches follow; the parts are told apart as git's own tools do:
 * by NUL up to the first patch, by line and by the hunks' own counts after it.
 */
export class PatchStream {
  private parts: Buffer[] = [];
  private state: 'fields' | 'patch' = 'fields';
  private inPatch: { removed: number; inserted: number } = { removed: 0, inserted: 0 };
  private raw: string | undefined;
  private oldPath: Buffer | undefined;
  private files: FilePatch[] = [];
  private current = -1;
  /** Two patches follow a changed type: one that takes the path away, one that makes it anew. */
  private second = false;

  constructor(private readonly handlers: PatchHandlers) {}

  /** Takes the next bytes. */
  write(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(this.state === 'patch' ? 0x0a : 0, start);
      if (end === -1) break;
      const rest = chunk.subarray(start, end);
      const record = this.parts.length > 0 ? Buffer.concat([...this.parts, rest]) : rest;
      this.parts = [];
      start = end + 1;
      if (this.state === 'fields') this.readField(record);
      else if (!this.readLine(record)) {
        // The next commit's heading: it goes on to a NUL.
        this.endCommit();
        this.parts = [record, Buffer.from('\n')];
      }
    }
    if (start < chunk.length) this.parts.push(Buffer.from(chunk.subarray(start)));
  }

  /** Everything was written. */
  end(): void {
    this.endCommit();
  }

  private endCommit(): void {
    const last = this.files[this.current];
    if (this.current !== this.files.length - 1 || (this.second && last)) {
      throw new Error('git did not print a patch for every path it listed');
    }
    if (last) this.handlers.file(last);
    this.files = [];
    this.current = -1;
    this.state = 'fields';
  }

  private readField(field: Buffer): void {
    const text = this.raw === undefined ? field.toString('utf8').replace(/^\n/, '') : '';
    if (this.raw !== undefined) this.readPath(this.raw, field);
    else if (text.startsWith(':')) this.raw = text;
    else if (text === '') this.state = 'patch';
    else {
      this.endCommit();
      this.handlers.commit?.(text);
    }
  }

  /** `:oldmode newmode oldoid newoid status` NUL path [NUL new path] */
  private readPath(raw: string, field: Buffer): void {
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', letter = ''] = raw.slice(1).split(' ');
    const status = STATUSES[letter[0] ?? ''];
    if (!status) throw new Error(`git answered an unknown status: ${letter}`);
    const path = Buffer.from(field);
    if (status === 'renamed' && !this.oldPath) {
      this.oldPath = path;
      return;
    }
    const isFile = (mode: string) => /^(?:100|000)/.test(mode);
    const hunks = isFile(oldMode) && isFile(newMode) ? [] : null;
    const from = this.oldPath && { oldPath: this.oldPath };
    this.files.push({ path, ...from, status, oldMode, newMode, oldOid, newOid, hunks });
    this.raw = undefined;
    this.oldPath = undefined;
  }

  /** False when the line belongs to the next commit. */
  private readLine(line: Buffer): boolean {
    const { inPatch } = this;
    const sign = line[0];
    if (sign === 0x5c) return true;
    if (sign === 0x20) {
      inPatch.removed -= 1;
      inPatch.inserted -= 1;
      this.handlers.line?.(line);
    } else if (inPatch.removed > 0 && sign === 0x2d) {
      inPatch.removed -= 1;
      this.handlers.line?.(line);
      this.hunks()
        ?.at(-1)
        ?.removed.push(hashLine(line.toString('utf8', 1, HASHED_BYTES)));
    } else if (inPatch.inserted > 0 && sign === 0x2b) {
      inPatch.inserted -= 1;
      this.handlers.line?.(line);
    } else if (startsWith(line, 'diff --git ')) this.openFile();
    else if (startsWith(line, '@@ ')) this.openHunk(line.toString('latin1', 0, 100));
    else if (startsWith(line, 'Binary files ')) this.markBinary();
    else if (startsWith(line, 'commit ')) return false;
    return true;
  }

  private openFile(): void {
    const file = this.files[this.current];
    if (file && this.second) {
      this.second = false;
      return;
    }
    if (file) this.handlers.file(file);
    this.current += 1;
    this.second = this.files[this.current]?.status === 'type-changed';
  }

  private openHunk(text: string): void {
    const [, oldStart, oldLines = '1', newStart, newLines = '1'] = HUNK.exec(text) ?? [];
    if (oldStart === undefined || newStart === undefined)
      throw new Error(`git printed an unknown hunk: ${text}`);
    this.inPatch = { removed: Number(oldLines), inserted: Number(newLines) };
    // An empty side starts at the line before it.
    const first = (start: string, lines: string) => Number(start) + (Number(lines) === 0 ? 1 : 0);
    this.handlers.hunk?.(first(oldStart, oldLines), first(newStart, newLines));
    this.hunks()?.push({
      oldStart: Number(oldStart),
      oldLines: Number(oldLines),
      newStart: Number(newStart),
      newLines: Number(newLines),
      removed: [],
    });
  }

  private markBinary(): void {
    const file = this.files[this.current];
    if (file) file.hunks = null;
  }

  private hunks(): LineHunk[] | null | undefined {
    return this.files[this.current]?.hunks;
  }
}

function startsWith(line: Buffer, text: string): boolean {
  return line.length >= text.length && line.toString('latin1', 0, text.length) === text;
}
