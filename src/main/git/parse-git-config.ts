/** One setting of a git configuration file: section and name in lower case, the subsection as written. */
export interface ConfigEntry {
  /** For example `filter.lfs.clean` or `core.fsmonitor`. */
  key: string;
  section: string;
  subsection?: string;
  name: string;
  value: string;
}

/** What git takes for a space; a form feed is none. */
const SPACE = /[ \t\r\n]/;

type Heading = Pick<ConfigEntry, 'section' | 'subsection'>;

/**
 * Reads git's configuration syntax, nothing else: includes are not followed. Goes letter by letter as git does, so
 * that no line can mean one thing here and another there. Where git would give up, the rest of that line is left out.
 */
export function parseGitConfig(text: string): ConfigEntry[] {
  return new Scanner(text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n')).entries();
}

class Scanner {
  private at = 0;
  private heading: Heading = { section: '' };

  constructor(private readonly text: string) {}

  entries(): ConfigEntry[] {
    const entries: ConfigEntry[] = [];
    while (this.at < this.text.length) {
      const letter = this.next();
      if (SPACE.test(letter)) continue;
      if (letter === '[') this.readHeading();
      else if (/[A-Za-z]/.test(letter)) entries.push(...this.readSetting(letter));
      else this.skipLine();
    }
    return entries;
  }

  /** The next letter; the end of the text reads as the end of a line, as git has it. */
  private next(): string {
    return this.text[this.at++] ?? '\n';
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end === -1 ? this.text.length : end;
  }

  /** From after `[`: `section]`, `section "subsection"]` or the old form `section.subsection]`. */
  private readHeading(): void {
    const match = /([A-Za-z0-9.-]*)(?:[ \t\r]+"((?:[^"\\\n]|\\[^\n])*)")?\]/y;
    match.lastIndex = this.at;
    const found = match.exec(this.text);
    if (!found) {
      this.heading = { section: '' };
      this.skipLine();
      return;
    }
    this.at = match.lastIndex;
    this.heading = headingOf(found[1] ?? '', found[2]);
  }

  private readSetting(first: string): ConfigEntry[] {
    let name = first;
    let letter = this.next();
    for (; /[A-Za-z0-9-]/.test(letter); letter = this.next()) name += letter;
    while (letter === ' ' || letter === '\t') letter = this.next();
    name = name.toLowerCase();
    if (letter !== '=' && letter !== '\n') this.skipLine();
    const value = letter === '=' ? this.readValue() : letter === '\n' ? 'true' : undefined;
    const { section, subsection } = this.heading;
    if (section === '' || value === undefined) return [];
    const key = [section, subsection, name].filter((part) => part !== undefined).join('.');
    return [{ key, section, name, value, ...(subsection !== undefined && { subsection }) }];
  }

  /** Takes quotes, escapes, comments and spaces around a value away; a backslash at a line's end joins the next. */
  private readValue(): string {
    let value = '';
    let quoted = false;
    let kept = 0;
    for (let letter = this.next(); letter !== '\n'; letter = this.next()) {
      if (!quoted && (letter === '#' || letter === ';')) {
        this.skipLine();
      } else if (!quoted && SPACE.test(letter)) {
        if (value !== '') value += letter;
      } else {
        if (letter === '"') quoted = !quoted;
        else value += letter === '\\' ? escaped(this.next()) : letter;
        kept = value.length;
      }
    }
    return value.slice(0, kept);
  }
}

/** The old form `[section.subsection]` means the same as `[section "subsection"]`. */
function headingOf(name: string, quoted: string | undefined): Heading {
  if (quoted !== undefined)
    return { section: name.toLowerCase(), subsection: quoted.replace(/\\(.)/g, '$1') };
  const dot = name.indexOf('.');
  if (dot === -1) return { section: name.toLowerCase() };
  return { section: name.slice(0, dot).toLowerCase(), subsection: name.slice(dot + 1).toLowerCase() };
}

function escaped(letter: string): string {
  return { n: '\n', t: '\t', b: '\b', '\n': '' }[letter] ?? letter;
}
