import type { TextDiff } from './diff-rows';
import { MAX_SHOWN_CHARS } from './line-text';

/** Why a file counts as written by a tool: it is closed at first. */
export type GeneratedReason = 'lock' | 'minified' | 'source-map' | 'snapshot' | 'built' | 'attribute';

const NAMES: readonly [GeneratedReason, RegExp][] = [
  [
    'lock',
    /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|go\.sum|flake\.lock|Podfile\.lock|pubspec\.lock|mix\.lock|gradle\.lockfile|packages\.lock\.json)$/,
  ],
  ['minified', /[.-]min\.(m?js|css)$/],
  ['source-map', /\.(m?js|css)\.map$/],
  ['snapshot', /\.snap$/],
  ['built', /(^|\/)(dist|vendor|node_modules)\//],
];

/**
 * Why a file is generated, or undefined when it is not. `attribute` is what the repository's attributes say, which
 * counts for more than its name.
 */
export function generatedReason(path: string, attribute: boolean | undefined): GeneratedReason | undefined {
  if (attribute === false) return undefined;
  return reasonOfName(path) ?? (attribute ? 'attribute' : undefined);
}

/** By path: asked for every file whenever the panel is drawn. */
const known = new Map<string, GeneratedReason | undefined>();
const MAX_KNOWN = 20_000;

function reasonOfName(path: string): GeneratedReason | undefined {
  if (known.has(path)) return known.get(path);
  const reason = NAMES.find(([, name]) => name.test(path))?.[0];
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(path, reason);
  return reason;
}

/** Characters a line of such a file has on average. */
const DENSE = 400;

/** The longest line of a diff that nobody can read, as its lines are very long throughout; null for any other. */
export function unreadableLine(diff: TextDiff): number | null {
  let [longest, characters, lines] = [0, 0, 0];
  for (const hunk of diff.hunks) {
    for (const { text } of hunk.lines) {
      longest = Math.max(longest, text.length);
      characters += text.length;
    }
    lines += hunk.lines.length;
  }
  return longest > MAX_SHOWN_CHARS && characters > lines * DENSE ? longest : null;
}
