import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitFailure } from '../git-failure';
import { objectAccess } from '../object-access';
import { runGitText } from '../run-git';

/** Stores texts as they are, past all filters, with one process, and answers their ids in order. */
export async function storeBlobs(root: string, texts: readonly Buffer[]): Promise<string[]> {
  const access = await objectAccess(root);
  const args = ['hash-object', '-w', '--no-filters'];
  if (texts.length <= 1) {
    return Promise.all(texts.map((stdin) => runGitText([...args, '--stdin'], { ...access, stdin })));
  }
  // Of several git reads each from a file. Should a kill leave them, the system clears them away.
  const folder = await mkdtemp(join(tmpdir(), 'coppice-texts-')).catch(asGitSays);
  try {
    for (const [index, text] of texts.entries()) {
      await writeFile(join(folder, String(index)), text).catch(asGitSays);
    }
    const stdin = texts.map((_, index) => `${join(folder, String(index))}\n`).join('');
    return (await runGitText([...args, '--stdin-paths'], { ...access, stdin, timeoutMs: 0 })).split('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tells that there is no room as for one text, which git writes. */
function asGitSays(error: Error): never {
  throw gitFailure('hash-object', null, error.message);
}
