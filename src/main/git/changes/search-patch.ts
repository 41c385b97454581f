import {
  compilePattern,
  type FoundLine,
  matchLine,
  type SearchPattern,
} from '../../../shared/domain/search-pattern';
import { type FilePatch, PatchStream } from '../checkpoints/patch-stream';
import { SHOWN_LIMITS } from './parse-patch';

/** One file of a patch with the lines of it that match. */
export interface SearchedFile {
  path: Uint8Array;
  oldOid: string;
  newOid: string;
  lines: FoundLine[];
}

export interface SearchedPatch {
  files: SearchedFile[];
  /** True when there were more matches than the limit. */
  more: boolean;
}

/** Enough bytes for all the characters kept of a line. */
const MAX_LINE_BYTES = SHOWN_LIMITS.lineLength * 4 + 1;

/** Looks for a pattern in the lines of a patch as it comes: no more of them than `readDiff` shows. */
export class PatchSearch {
  private readonly stream: PatchStream;
  private readonly pattern: RegExp;
  private readonly result: SearchedPatch = { files: [], more: false };
  private lines: FoundLine[] = [];
  private seen = 0;
  private old = 0;
  private new = 0;

  /** Throws AppError `input.invalid` for a pattern that is none. */
  constructor(
    pattern: SearchPattern,
    private left: number,
  ) {
    this.pattern = compilePattern(pattern);
    this.stream = new PatchStream({
      hunk: (old, now) => {
        this.old = old;
        this.new = now;
      },
      line: (line) => this.look(line),
      file: (patch) => this.endFile(patch),
    });
  }

  write(chunk: Buffer): void {
    this.stream.write(chunk);
  }

  end(): SearchedPatch {
    this.stream.end();
    return this.result;
  }

  private look(line: Buffer): void {
    const side = line[0] === 0x2d ? 'old' : 'new';
    const number = this[side];
    if (line[0] !== 0x2b) this.old += 1;
    if (line[0] !== 0x2d) this.new += 1;
    this.seen += 1;
    if (this.seen > SHOWN_LIMITS.lines || this.result.more) return;
    const text = line
      .toString('utf8', 1, MAX_LINE_BYTES)
      .replace(/\r$/, '')
      .slice(0, SHOWN_LIMITS.lineLength);
    const ranges = matchLine(this.pattern, text, this.left + 1);
    if (ranges.length > this.left) this.result.more = true;
    const kept = ranges.slice(0, this.left);
    this.left -= kept.length;
    if (kept.length > 0) this.lines.push({ side, line: number, ranges: kept });
  }

  private endFile({ path, oldOid, newOid }: FilePatch): void {
    this.result.files.push({ path, oldOid, newOid, lines: this.lines });
    this.lines = [];
    this.seen = 0;
  }
}
