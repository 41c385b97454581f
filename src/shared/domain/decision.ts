import type { Author, LineRange } from './change';

/** Something the user decided, as the list of past decisions shows it. */
export interface Decision {
  /** 1 and up within the session, in the order made. */
  ordinal: number;
  kind: 'accept' | 'reject' | 'rewind' | 'undo';
  what: DecidedOn;
  /** Of an undo: the decision it took back. */
  undoes?: number;
  /** True when it was taken back and that is still so. */
  undone: boolean;
  /** Set when what it accepted was committed since, so that it cannot be undone any more. */
  committed?: true;
  at: number;
}

export interface DecidedOn {
  files: number;
  /** The first of them. */
  path: string;
  /** True when only parts of them were meant. */
  partly: boolean;
  /** Of a part of one file: from the first to the last of its lines, as numbered on that side. */
  lines?: { side: 'old' | 'new'; range: LineRange };
  /** Whose work was meant, when that is how it was chosen. */
  by?: Author;
}

/** Lines that could not be told apart by author, so that nothing was decided on them. */
export interface Inseparable {
  path: string;
  old?: LineRange;
  new?: LineRange;
}
