import { searchText } from '../search-text';
import { fencedContent } from '../tool-call';
import type { Turn } from '../turn';
import { count } from './file-commands';

const LIMIT = 200;

/** Finds literal text over files and shows the lines. */
export async function searchFiles(turn: Turn, request: { find: string; target?: string }): Promise<void> {
  const where = request.target ?? 'all files';
  const title = `Search "${request.find}" in ${where}`;
  const result = await turn.withCall(
    { title, kind: 'search', name: 'search', rawInput: request },
    async (call) => {
      const found = await searchText(turn.workspace, { ...request, limit: LIMIT }, turn.signal);
      await call.complete(found.lines.length > 0 ? [fencedContent(found.lines.join('\n'))] : []);
      return found;
    },
  );
  if (result.lines.length === 0) {
    const scanned = count(result.scanned, 'file');
    return turn.output.say(`\`${request.find}\` is nowhere in ${where}. Looked through ${scanned}.\n`);
  }
  const cut = result.isCut ? ` Only the first ${LIMIT} lines are shown.` : '';
  await turn.output.say(`${count(result.lines.length, 'line')} in ${count(result.files, 'file')}.${cut}\n`);
}
