const SPECIAL = /[.+^$()|\\]/;

/** Whether `text` holds a glob wildcard (`*`, `?`, `[…]`, `{…}`). */
export function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/**
 * Compiles a glob over `/`-separated relative paths. `*` and `?` stay inside one folder, `**` spans folders,
 * `{a,b}` and `[abc]` work as in a shell. A pattern without a slash matches the file name in any folder.
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const anchored = pattern.replace(/^\.\//, '').replace(/\/$/, '/**');
  const source = toSource(anchored.includes('/') ? anchored : `**/${anchored}`);
  const regex = new RegExp(`^${source}$`);
  return (path) => regex.test(path);
}

function toSource(glob: string): string {
  let out = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] as string;
    if (glob.startsWith('**/', i)) {
      out += '(?:[^/]+/)*';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      out += '.*';
      i += 1;
    } else if (char === '*') {
      out += '[^/]*';
    } else if (char === '?') {
      out += '[^/]';
    } else if (char === '[' && glob.indexOf(']', i + 2) > 0) {
      const end = glob.indexOf(']', i + 2);
      out += characterClass(glob.slice(i + 1, end));
      i = end;
    } else if (char === '{' && glob.indexOf('}', i) > 0) {
      out += '(?:';
      depth += 1;
    } else if (char === '}' && depth > 0) {
      out += ')';
      depth -= 1;
    } else if (char === ',' && depth > 0) {
      out += '|';
    } else {
      out += SPECIAL.test(char) || '[]{}*?'.includes(char) ? `\\${char}` : char;
    }
  }
  return out + ')'.repeat(depth);
}

function characterClass(body: string): string {
  const negated = body.startsWith('!') || body.startsWith('^');
  const inner = (negated ? body.slice(1) : body).replace(/[\\\]^]/g, '\\$&');
  return negated ? `[^/${inner}]` : `[${inner}]`;
}
