import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SetupError } from '../lib/log.mjs';
import { ROOT } from '../lib/paths.mjs';

/** Marks a folder as made by the demo, so that the next run may empty it. */
const MARK = '.coppice-demo';

/**
 * The demo's folder, made or emptied: the one that was asked for, else demo-output in the project. Throws
 * SetupError for a folder that holds anything the demo did not make.
 */
export function prepareOutput(asked) {
  // npm runs scripts in the project; a path is meant from where it was typed.
  const folder = asked ? resolve(process.env.INIT_CWD ?? '.', asked) : join(ROOT, 'demo-output');
  if (existsSync(folder)) {
    const names = readdirSync(folder);
    if (names.length > 0 && !names.includes(MARK)) {
      throw new SetupError(
        `${folder} is not empty and was not made by the demo. Name an empty or a new folder: npm run demo -- <folder>`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
  }
  const screenshots = join(folder, 'screenshots');
  mkdirSync(screenshots, { recursive: true });
  writeFileSync(join(folder, MARK), '');
  return {
    folder,
    screenshots,
    repository: join(folder, 'paint-shop'),
    data: join(folder, 'coppice-data'),
    transcript: join(folder, 'transcript.txt'),
  };
}
