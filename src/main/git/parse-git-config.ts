/** One setting of a git configuration file: section and name in lower case, the subsection as written. */
export interface ConfigEntry {
  /** For example `filter.lfs.clean` or `core.fsmonitor`. */
  key: string;
  section: string;
  subsection?: string;
  name: string;
  value: string;
}

const SECTION = /^\s*\[\s*([A-Za-z0-9.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]/;
const SETTING = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?$/s;

/** Reads git's configuration syntax, nothing else: includes are not followed. Lines it cannot read are left out. */
export function parseGitConfig(text: string): ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  let section = '';
  let subsection: string | undefined;
  for (const line of logicalLines(text)) {
    let rest = line;
    const heading = SECTION.exec(line);
    if (heading) {
      [section, subsection] = sectionOf(heading[1] ?? '', heading[2]);
      rest = line.slice(heading[0].length);
    }
    const setting = SETTING.exec(rest);
    const name = setting?.[1]?.toLowerCase();
    if (!setting || !name || !section) continue;
    const value = setting[2] === undefined ? 'true' : unquote(setting[2]);
    const key = [section, subsection, name].filter((part) => part !== undefined).join('.');
    entries.push({ key, section, name, value, ...(subsection !== undefined && { subsection }) });
  }
  return entries;
}

/** The old form `[section.subsection]` means the same as `[section "subsection"]`. */
function sectionOf(name: string, quoted: string | undefined): [string, string | undefined] {
  if (quoted !== undefined) return [name.toLowerCase(), quoted.replace(/\\(.)/g, '$1')];
  const dot = name.indexOf('.');
  return dot === -1
    ? [name.toLowerCase(), undefined]
    : [name.slice(0, dot).toLowerCase(), name.slice(dot + 1).toLowerCase()];
}

/** Lines with those that end in a backslash joined to the next. */
function* logicalLines(text: string): Generator<string> {
  let pending = '';
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const joined = pending + line;
    if (/(^|[^\\])(\\\\)*\\$/.test(line)) pending = joined.slice(0, -1);
    else {
      pending = '';
      if (!/^\s*[#;]/.test(joined)) yield joined;
    }
  }
  if (pending) yield pending;
}

/** Takes quotes, escapes, comments and spaces around a value away. */
function unquote(raw: string): string {
  let value = '';
  let quoted = false;
  let kept = 0;
  for (let at = 0; at < raw.length; at++) {
    const letter = raw[at] as string;
    if (letter === '"') quoted = !quoted;
    else if (letter === '\\') value += escaped(raw[++at] ?? '');
    else if (!quoted && (letter === '#' || letter === ';')) break;
    else {
      value += letter;
      if (!quoted && /\s/.test(letter)) continue;
    }
    kept = value.length;
  }
  return value.slice(0, kept);
}

function escaped(letter: string): string {
  return { n: '\n', t: '\t', b: '\b' }[letter] ?? letter;
}
