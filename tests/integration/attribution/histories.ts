/** Random histories of a file tree, made from a seed, as several authors could have written them by turns. */

export interface Step {
  author: string;
  /** Null is a file that is gone. */
  files: Map<string, string | null>;
}

export interface History {
  base: Map<string, string>;
  steps: Step[];
  /** Texts of lines that some step brought in more than once, or that were there twice: only place tells them apart. */
  repeated: Set<string>;
}

const AUTHORS = ['agent claude', 'agent codex', 'user', 'unknown'];
const BOILERPLATE = ['}', '', '  return;', '{', '  }', 'end'];

/** A small generator of numbers that gives the same for the same seed (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export function makeHistory(seed: number): History {
  return new HistoryMaker(seed).make();
}

class HistoryMaker {
  private readonly next: (below: number) => number;
  private readonly boilerplate: number;
  private serial = 0;
  private readonly introduced = new Map<string, number>();
  private files = new Map<string, string>();

  constructor(seed: number) {
    this.next = random(seed);
    // Every third history has none, so that blame can decide every line of it.
    this.boilerplate = seed % 3 === 0 ? 0 : 35;
  }

  make(): History {
    for (const path of ['a.txt', 'dir/b.txt']) this.files.set(path, this.block(5 + this.next(40)));
    const base = new Map(this.files);
    this.count([], [...base.values()]);
    const steps = Array.from({ length: 4 + this.next(12) }, () => this.step());
    const repeated = new Set([...this.introduced].filter(([, times]) => times > 1).map(([line]) => line));
    return { base, steps, repeated };
  }

  private step(): Step {
    const before = new Map(this.files);
    const edits = 1 + this.next(3);
    for (let edit = 0; edit < edits; edit++) this.change();
    const files = new Map<string, string | null>();
    for (const path of new Set([...before.keys(), ...this.files.keys()])) {
      const text = this.files.get(path);
      if (text === before.get(path)) continue;
      files.set(path, text ?? null);
    }
    this.countStep(before);
    return { author: AUTHORS[this.next(AUTHORS.length)] as string, files };
  }

  /** Lines that came in anywhere, whether their file was moved or not. */
  private countStep(before: Map<string, string>): void {
    this.count([...before.values()], [...this.files.values()]);
  }

  private count(before: string[], after: string[]): void {
    const had = countLines(before);
    for (const [line, times] of countLines(after)) {
      const more = times - (had.get(line) ?? 0);
      const text = line.replace(/\n$/, '');
      if (more > 0) this.introduced.set(text, (this.introduced.get(text) ?? 0) + more);
    }
  }

  private change(): void {
    const paths = [...this.files.keys()];
    const path = paths[this.next(paths.length)];
    if (path === undefined) {
      this.files.set('a.txt', this.block(8));
      return;
    }
    const text = this.files.get(path) ?? '';
    const kind = this.next(100);
    if (kind < 70) this.files.set(path, this.edited(text));
    else if (kind < 76) this.files.set(path, toggleLineEnds(text));
    else if (kind < 82) this.files.set(path, text.replace(/^(?=.)/gm, this.next(2) ? '  ' : '\t'));
    else if (kind < 86) this.files.set(path, text.endsWith('\n') ? text.slice(0, -1) : `${text}\n`);
    else if (kind < 93) this.move(path, text);
    else if (kind < 96) this.files.delete(path);
    else if (kind < 98) this.files.set(`new${this.next(3)}.txt`, this.block(1 + this.next(10)));
    else this.files.set(path, '');
  }

  private move(path: string, text: string): void {
    const target = `moved/${this.next(4)}.txt`;
    if (this.files.has(target)) return;
    this.files.delete(path);
    this.files.set(target, this.next(2) ? text : this.edited(text));
  }

  private edited(text: string): string {
    const lines = text.split(/(?<=\n)/);
    const at = this.next(lines.length + 1);
    const removed = this.next(3) ? this.next(5) : 0;
    const inserted = this.next(4) || removed === 0 ? this.block(1 + this.next(5)) : '';
    const before = lines.slice(0, at);
    const last = before.at(-1);
    if (inserted && last && !last.endsWith('\n')) before[before.length - 1] = `${last}\n`;
    return [...before, inserted, ...lines.slice(at + removed)].join('');
  }

  private block(lines: number): string {
    let text = '';
    for (let line = 0; line < lines; line++) {
      const common = this.next(100) < this.boilerplate;
      // A carriage return in the middle ends no line.
      const odd = this.next(40) === 0 ? '\rmiddle' : '';
      text += `${common ? BOILERPLATE[this.next(BOILERPLATE.length)] : `line ${++this.serial}${odd}`}\n`;
    }
    return text;
  }
}

function toggleLineEnds(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n');
}

/** With their line ends: to git a last line without one is another line. */
function countLines(texts: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of texts.flatMap((text) => text.split(/(?<=\n)/)))
    counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
