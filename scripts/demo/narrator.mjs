/** Tells on the terminal what the demo does, and keeps it for transcript.txt. */
export class Narrator {
  #lines = [];

  /** A chapter of the story. */
  step(title) {
    this.#print(`\n${title}`);
  }

  /** Something that happened, in one line. */
  tell(text) {
    this.#print(`  ${text}`);
  }

  /** Something quoted, line by line, after who said it. */
  quote(who, text) {
    this.#print(`  ${who}:`);
    for (const line of text.split('\n')) this.#print(`    | ${line}`.trimEnd());
  }

  get text() {
    return `${this.#lines.join('\n').trim()}\n`;
  }

  #print(line) {
    this.#lines.push(...line.split('\n'));
    console.log(line);
  }
}
