import { plural } from '../lib/format';

/** What the status bar says. */
export const statusBarStrings = {
  label: 'Status',
  processes: 'Show processes',
  none: 'No agents running',
  alive: (count: number) => `${plural(count, 'agent')} alive`,
  working: (count: number) => `${count} working`,
  awaiting: (count: number) => (count === 1 ? '1 waiting for you' : `${count} waiting for you`),
  starting: (count: number) => `${count} starting`,
  failed: (count: number) => `${count} failed`,
  gitMissing: 'git is not installed',
  gitMissingHint: 'Install git and start Coppice again; sessions need it.',
  fallback: (version: string) => `Electron ${version}, development fallback`,
  fallbackHint: 'Not the Electron release Coppice is made for; for development and tests only.',
  agentsFile: 'agents.json has problems',
};
