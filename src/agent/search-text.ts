import { AgentError } from './agent-error';
import type { Workspace } from './workspace';

const MAX_LINE_CHARS = 1000;
const SHOWN_LINE_CHARS = 200;

export interface SearchRequest {
  find: string;
  /** Read `find` as a regular expression instead of literal text. */
  isRegex?: boolean;
  target?: string | undefined;
  /** Stop after this many matching lines. */
  limit: number;
}

export interface SearchResult {
  /** `path:line: text`, one per matching line. */
  lines: string[];
  files: number;
  scanned: number;
  isCut: boolean;
}

/** Finds matching lines over files. Throws AgentError for a pattern that is no regular expression. */
export async function searchText(
  workspace: Workspace,
  { find, isRegex = false, target, limit }: SearchRequest,
  signal: AbortSignal,
): Promise<SearchResult> {
  const matches = toMatcher(find, isRegex);
  const result: SearchResult = { lines: [], files: 0, scanned: 0, isCut: false };
  for await (const file of workspace.scan(target, signal)) {
    result.scanned += 1;
    if (file.kind === 'skipped' || (!isRegex && !file.text.includes(find))) continue;
    const before = result.lines.length;
    for (const [index, line] of file.text.split('\n').entries()) {
      if (!matches(line)) continue;
      if (result.lines.length === limit) {
        result.isCut = true;
        break;
      }
      result.lines.push(`${file.path.relative}:${index + 1}: ${line.trim().slice(0, SHOWN_LINE_CHARS)}`);
    }
    if (result.lines.length > before) result.files += 1;
    if (result.isCut) break;
  }
  return result;
}

function toMatcher(find: string, isRegex: boolean): (line: string) => boolean {
  if (!isRegex) return (line) => line.includes(find);
  try {
    const regex = new RegExp(find);
    // Very long lines are generated code, where a backtracking pattern could run for minutes.
    return (line) => line.length <= MAX_LINE_CHARS && regex.test(line);
  } catch {
    throw new AgentError(`${find} is not a regular expression.`);
  }
}
