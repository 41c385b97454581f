const HEADING = Buffer.from('\ndiff --git ');

/** Tells the patches of several files apart as git prints them: no line of a text begins with a letter there. */
export class PatchSplitter {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly found: (patch: Buffer) => void) {}

  write(chunk: Buffer): void {
    let from = Math.max(0, this.rest.length - HEADING.length);
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const end = this.rest.indexOf(HEADING, from);
      if (end === -1) return;
      this.found(this.rest.subarray(0, end + 1));
      this.rest = this.rest.subarray(end + 1);
      from = 0;
    }
  }

  end(): void {
    if (this.rest.length > 0) this.found(this.rest);
  }
}
