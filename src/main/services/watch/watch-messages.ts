/** What the watch helper is told, one JSON text a line. `watch` numbers are never used again. */
export type WatchCommand =
  | { kind: 'watch'; watch: number; folder: string; ignored: string[] }
  | { kind: 'unwatch'; watch: number };

/** What it tells, one JSON text a line; after `failed` and `gone` nothing more is told of a watch. */
export type WatchNews =
  | { kind: 'watching'; watch: number }
  /** Some of the changed paths, relative to the folder, and how many there were. */
  | { kind: 'changed'; watch: number; paths: string[]; count: number }
  /** The folder itself was deleted or moved. */
  | { kind: 'gone'; watch: number }
  | { kind: 'failed'; watch: number; reason: string };

/** Calls `take` for each line of a stream of JSON texts, however its pieces come. */
export function readMessages<T>(take: (message: T) => void): (chunk: Buffer | string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as T);
  };
}
