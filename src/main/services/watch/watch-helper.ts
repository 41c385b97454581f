import type { HelperProcess } from '../../git/git-helper';
import { readMessages, type WatchCommand, type WatchNews } from './watch-messages';

export interface WatchHelperDeps {
  /** Starts the built `watch-program`. Rejects when that cannot be done. */
  launch(): Promise<HelperProcess>;
  /** Milliseconds it is kept alive without anything to watch. */
  idleMs?: number;
}

export interface FolderListener {
  onWatching(): void;
  onChanged(paths: string[], count: number): void;
  onGone(): void;
  /** Nothing is told any more; also when the helper died. */
  onFailed(reason: string): void;
}

interface Life {
  process: Promise<HelperProcess>;
  pid: number | undefined;
}

/** The process that watches folders: started for the first one, and ended when it has had none for a while. */
export class WatchHelper {
  readonly #deps: WatchHelperDeps;
  readonly #listeners = new Map<number, FolderListener>();
  #life: Life | undefined;
  #lastWatch = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(deps: WatchHelperDeps) {
    this.#deps = deps;
  }

  get pid(): number | undefined {
    return this.#life?.pid;
  }

  /** Watches a folder but for `.git` and these paths in it, until the answer is called. */
  watch(folder: string, ignored: readonly string[], listener: FolderListener): () => void {
    clearTimeout(this.#idle);
    const watch = ++this.#lastWatch;
    this.#listeners.set(watch, listener);
    this.#life ??= this.#begin();
    this.#send({ kind: 'watch', watch, folder, ignored: [...ignored] });
    return () => this.#unwatch(watch);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    this.#listeners.clear();
    const life = this.#life;
    this.#life = undefined;
    const helper = await life?.process.catch(() => undefined);
    helper?.child.stdin.end();
    await helper?.exited;
  }

  #unwatch(watch: number): void {
    if (!this.#listeners.delete(watch)) return;
    this.#send({ kind: 'unwatch', watch });
    if (this.#listeners.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.stop(), this.#deps.idleMs ?? 30_000);
    this.#idle.unref();
  }

  #send(command: WatchCommand): void {
    void this.#life?.process.then(
      ({ child }) => child.stdin.write(`${JSON.stringify(command)}\n`),
      // Told to the listeners by the end of this life.
      () => undefined,
    );
  }

  #begin(): Life {
    const life: Life = { process: this.#deps.launch(), pid: undefined };
    life.process.then(
      (helper) => {
        life.pid = helper.pid;
        this.#listen(helper, life);
      },
      (error: unknown) => this.#over(life, String(error)),
    );
    return life;
  }

  #listen({ child, exited }: HelperProcess, life: Life): void {
    let said = '';
    child.stdout.on(
      'data',
      readMessages<WatchNews>((news) => this.#hear(news)),
    );
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    // Its end is what tells.
    child.stdin.on('error', () => undefined);
    void exited.then(() => this.#over(life, said.trim() || 'it ended unexpectedly'));
  }

  #hear(news: WatchNews): void {
    const listener = this.#listeners.get(news.watch);
    if (!listener) return;
    if (news.kind === 'gone' || news.kind === 'failed') this.#listeners.delete(news.watch);
    if (news.kind === 'watching') listener.onWatching();
    else if (news.kind === 'changed') listener.onChanged(news.paths, news.count);
    else if (news.kind === 'gone') listener.onGone();
    else listener.onFailed(news.reason);
  }

  #over(life: Life, why: string): void {
    if (this.#life !== life) return;
    this.#life = undefined;
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.onFailed(why);
  }
}
