/** Words whose values nobody else should read, and shapes that keys and tokens have. */
const SECRETS: readonly [RegExp, string][] = [
  [/\b(?:sk|pk|rk|gh[opsu]|github_pat|glpat|xox[abprs]|AIza)[-_][\w-]{8,}/g, '[secret]'],
  [/\bAIza[\w-]{20,}/g, '[secret]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [
    /((?:api[-_ ]?key|token|secret|passw(?:or)?d|authorization|cookie)["']?\s*[:=]\s*["']?)(?!Bearer|Basic)[^\s"',;]+/gi,
    '$1[secret]',
  ],
  [/(\w+:\/\/)[^\s/@]+@/g, '$1[secret]@'],
];

export interface RedactOptions {
  /** Becomes `~`. */
  home: string;
  /** Folders in it are named after titles, and titles after prompts. */
  worktreesFolder: string;
  /** Other names made of titles, left out wherever they stand. */
  names: readonly string[];
}

/** A function that takes secrets, the home folder, and names made of titles out of a text. */
export function redactor({ home, worktreesFolder, names }: RedactOptions): (text: string) => string {
  const separator = '[\\\\/]';
  const end = `(?=$|${separator}|[\\s"'“”:;,)\\]])`;
  const worktree = new RegExp(`${literally(worktreesFolder)}${separator}[^\\s"'“”]*`, 'g');
  const homeFolder = new RegExp(`${literally(home)}${end}`, 'g');
  return (text) => {
    // Long ones first: one may begin with another.
    const hidden = names.filter(Boolean).sort((a, b) => b.length - a.length);
    let result = hidden.reduce((rest, name) => rest.replaceAll(name, '[name]'), text);
    result = result.replace(worktree, '[worktree]').replace(/\bcoppice(-\d+)?\/[^\s"'“”:]+/g, '[branch]');
    if (home.length > 1) result = result.replace(homeFolder, '~');
    for (const [pattern, replacement] of SECRETS) result = result.replace(pattern, replacement);
    return result;
  };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
