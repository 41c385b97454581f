import { app } from 'electron';
import type { About } from '../../shared/ipc/snapshots';
import { probeGit } from '../git/git-version';
import type { DataPaths } from './paths';

/** The Electron line releases are made with; an older one is only ever used for development and tests. */
const RELEASE_MAJOR = 45;

/** What the About box says. Reads git's version anew, so that an installation is noticed. */
export async function readAbout(paths: DataPaths, sqlite: string): Promise<About> {
  const git = await probeGit();
  const { electron = '', chrome = '', node = '' } = process.versions;
  return {
    version: app.getVersion(),
    electron,
    chrome,
    node,
    sqlite,
    git: git.kind === 'absent' ? null : git.version,
    dataFolder: paths.folder,
    fallbackElectron: Number.parseInt(electron, 10) < RELEASE_MAJOR,
    platform: `${process.platform} ${process.arch}`,
  };
}
