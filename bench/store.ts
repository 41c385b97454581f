// The store's own speed: opening, appending, pages, and what the window's snapshots are made of.
import { join } from 'node:path';
import { openStore, type Store } from '../src/main/store/store';
import type { SessionId } from '../src/shared/domain/ids';
import { emptyTranscript, reduceTranscript } from '../src/shared/domain/transcript';
import { fillStore, turnEvents } from './lib/fill-store';
import { withScratch } from './lib/scratch';
import { median, printTable } from './lib/table';

const [sessionCount = 500, eventCount = 200_000] = process.argv.slice(2).map(Number);
const ROUNDS = 50;
const PAGE = 400;

/** Milliseconds: the middle and the worst of several calls. */
function timed(work: (round: number) => void, rounds = ROUNDS): [number, number] {
  const times = Array.from({ length: rounds }, (_, round) => {
    const started = performance.now();
    work(round);
    return performance.now() - started;
  });
  return [median(times), Math.max(...times)];
}

/** What the rows of the list of sessions are made of. */
function summaries(store: Store): void {
  const ids = store.sessions.list().map(({ id }) => id);
  store.pendingChanges.counts(ids);
  store.turns.countQueued(ids);
  store.turns.latestStates(ids);
}

await withScratch(async (folder) => {
  const file = join(folder, 'coppice.db');
  const filling = openStore({ file });
  const started = performance.now();
  const ids = fillStore(filling, folder, sessionCount, eventCount);
  const filled = performance.now() - started;
  const [big] = fillStore(filling, join(folder, 'big'), 1, 20_000) as [SessionId];
  filling.close();

  const opened = timed(() => openStore({ file }).close(), 10);
  const store = openStore({ file });
  const some = (round: number) => ids[(round * 37) % ids.length] as SessionId;
  let seq = store.events.lastSeq(big);
  const append = (count: number) => () => {
    const events = Array.from({ length: Math.ceil(count / 20) }, (_, turn) =>
      turnEvents(big, seq + 1 + turn * 20),
    );
    store.events.append(events.flat().slice(0, count));
    seq += count;
  };
  const page = (id: SessionId) => store.events.page(id, { limit: PAGE }).events;
  const lastPage = page(big);
  printTable(
    `Store: ${sessionCount} sessions, ${eventCount.toLocaleString('en-US')} events (filled in ${Math.round(filled)} ms), one session of 20,000`,
    ['ms', 'median', 'max'],
    [
      ['open and close', ...opened],
      ['append 1 event', ...timed(append(1))],
      ['append 100 events', ...timed(append(100))],
      [`last page, ${PAGE} events, of a session`, ...timed((round) => page(some(round)))],
      ['last page of the session of 20,000', ...timed(() => page(big))],
      ['a page from its middle', ...timed(() => store.events.page(big, { limit: PAGE, before: 10_000 }))],
      [
        `fold a page of ${lastPage.length} events`,
        ...timed(() => reduceTranscript(emptyTranscript, lastPage)),
      ],
      ['turns of the session of 20,000', ...timed(() => store.turns.listBySession(big))],
      ['list sessions', ...timed(() => store.sessions.list())],
      ['list sessions with their summaries', ...timed(() => summaries(store))],
      ['highest position', ...timed((round) => store.events.lastSeq(some(round)))],
    ],
  );
  store.close();
});
