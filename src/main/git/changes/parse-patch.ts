import type { DiffLine, Hunk } from '../../../shared/domain/change';
import { type Interruptible, SOME_LINES } from '../../../shared/interruptible';

export interface ParsedPatch {
  hunks: Hunk[];
  truncated: boolean;
  binary: boolean;
}

export interface PatchLimits {
  /** Lines kept over all hunks. */
  lines: number;
  /** Characters kept of one line. */
  lineLength: number;
}

/** What is shown of a file. */
export const SHOWN_LIMITS: PatchLimits = { lines: 50_000, lineLength: 10_000 };

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/s;
const TYPES: Record<number, DiffLine['type']> = { 32: 'context', 43: 'insert', 45: 'delete' };

/** Walks the bytes of a patch line by line; text that is not UTF-8 is shown with U+FFFD. */
class PatchReader {
  private readonly patch: ParsedPatch = { hunks: [], truncated: false, binary: false };
  private hunk: Hunk | undefined;
  private oldLine = 0;
  private newLine = 0;
  private kept = 0;

  constructor(private readonly limits: PatchLimits) {}

  *read(bytes: Buffer): Interruptible<ParsedPatch> {
    for (let start = 0, lines = 1; start < bytes.length; lines++) {
      const found = bytes.indexOf(0x0a, start);
      const end = found === -1 ? bytes.length : found;
      if (!this.readLine(bytes.subarray(start, end))) break;
      start = end + 1;
      if (lines % SOME_LINES === 0) yield;
    }
    return this.patch;
  }

  /** False when no more may be kept. */
  private readLine(line: Buffer): boolean {
    const inHunk = this.hunk !== undefined && !this.hunkIsFull();
    const type = TYPES[line[0] ?? 0];
    if (line[0] === 0x5c) this.markNoNewline();
    else if (inHunk && type) return this.addLine(type, line);
    else if (line[0] === 0x40) this.openHunk(line.toString('utf8'));
    else if (line.subarray(0, 13).equals(Buffer.from('Binary files '))) this.patch.binary = true;
    return true;
  }

  private hunkIsFull(): boolean {
    const { oldStart, oldLines, newStart, newLines } = this.hunk as Hunk;
    // An empty side starts at the line before it.
    const oldEnd = (oldLines === 0 ? oldStart + 1 : oldStart) + oldLines;
    const newEnd = (newLines === 0 ? newStart + 1 : newStart) + newLines;
    return this.oldLine >= oldEnd && this.newLine >= newEnd;
  }

  private openHunk(text: string): void {
    const match = HEADER.exec(text);
    if (!match) return;
    const [, oldStart, oldLines = '1', newStart, newLines = '1', section = ''] = match;
    this.hunk = {
      oldStart: Number(oldStart),
      oldLines: Number(oldLines),
      newStart: Number(newStart),
      newLines: Number(newLines),
      section: section.slice(0, 200),
      lines: [],
    };
    this.oldLine = this.hunk.oldStart + (this.hunk.oldLines === 0 ? 1 : 0);
    this.newLine = this.hunk.newStart + (this.hunk.newLines === 0 ? 1 : 0);
    this.patch.hunks.push(this.hunk);
  }

  private addLine(type: DiffLine['type'], line: Buffer): boolean {
    if (this.kept >= this.limits.lines) {
      this.patch.truncated = true;
      return false;
    }
    this.kept += 1;
    this.hunk?.lines.push({
      type,
      text: this.clip(line.toString('utf8', 1)),
      ...(type !== 'insert' && { oldLine: this.oldLine++ }),
      ...(type !== 'delete' && { newLine: this.newLine++ }),
    });
    return true;
  }

  private clip(text: string): string {
    if (text.length <= this.limits.lineLength) return text;
    this.patch.truncated = true;
    return `${text.slice(0, this.limits.lineLength)}…`;
  }

  private markNoNewline(): void {
    const last = this.hunk?.lines.at(-1);
    if (last) last.noNewline = true;
  }
}

/** Reads the hunks of one file's patch as git prints them, up to the limits. */
export function parsePatch(bytes: Buffer, limits: PatchLimits): Interruptible<ParsedPatch> {
  return new PatchReader(limits).read(bytes);
}
