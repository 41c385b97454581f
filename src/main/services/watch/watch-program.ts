import { access } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  type AsyncSubscription,
  type BackendType,
  type Event,
  type Options,
  subscribe,
} from '@parcel/watcher';
import { closeInheritedSockets } from '../../platform/close-inherited-sockets';
import { readMessages, type WatchCommand, type WatchNews } from './watch-messages';

/**
 * Watches folders for Coppice, in a process of its own: setting up costs seconds of CPU in a large worktree, and native
 * code that fails takes nothing else with it. Ends with its standard input.
 */

/** Paths told of at once; more are counted. */
const MAX_PATHS = 200;

/** Named, because the default would start a program of another maker's where that is installed. */
const BACKENDS: Partial<Record<NodeJS.Platform, BackendType>> = {
  linux: 'inotify',
  darwin: 'fs-events',
  win32: 'windows',
};

closeInheritedSockets();

const watches = new Map<number, Promise<AsyncSubscription>>();

process.stdin.setEncoding('utf8');
process.stdin.on('data', readMessages<WatchCommand>(take));
process.stdin.once('end', () => process.exit(0));
process.stdin.once('error', () => process.exit(0));
process.stdout.once('error', () => process.exit(0));

function take(command: WatchCommand): void {
  if (command.kind === 'watch') begin(command);
  else end(command.watch);
}

function begin({ watch, folder, ignored }: Extract<WatchCommand, { kind: 'watch' }>): void {
  const backend = BACKENDS[process.platform];
  // As `ignorePaths`, which its types do not tell of: what goes through `ignore` may be taken for a pattern.
  const options = {
    ...(backend && { backend }),
    ignorePaths: ['.git', ...ignored].map((path) => join(folder, path).replace(/[\\/]$/, '')),
  } as Options;
  // The watcher itself says of a folder that is not there only that a descriptor is bad.
  const subscription = access(folder).then(() =>
    subscribe(folder, (error, events) => hear(watch, folder, error, events), options),
  );
  watches.set(watch, subscription);
  subscription.then(
    () => tell({ kind: 'watching', watch }),
    (error: unknown) => fail(watch, error),
  );
}

function hear(watch: number, folder: string, error: Error | null, events: Event[]): void {
  if (!watches.has(watch)) return;
  if (error) {
    fail(watch, error);
  } else if (events.some(({ type, path }) => type === 'delete' && path === folder)) {
    end(watch);
    tell({ kind: 'gone', watch });
  } else {
    const paths = [...new Set(events.map(({ path }) => relative(folder, path).split(sep).join('/')))];
    tell({ kind: 'changed', watch, paths: paths.slice(0, MAX_PATHS), count: paths.length });
  }
}

function fail(watch: number, error: unknown): void {
  if (!watches.has(watch)) return;
  end(watch);
  tell({ kind: 'failed', watch, reason: error instanceof Error ? error.message : String(error) });
}

function end(watch: number): void {
  const subscription = watches.get(watch);
  watches.delete(watch);
  // One that failed has nothing to end, and a folder that is gone cannot be let go of.
  void subscription?.then((one) => one.unsubscribe()).catch(() => undefined);
}

function tell(news: WatchNews): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}
