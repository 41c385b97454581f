import type { Store } from '../../src/main/store/store';
import type { SessionId } from '../../src/shared/domain/ids';

/** Agents count aloud: throws unless the log of each session holds 0, 1, 2 ... `tokens` - 1, in order and once each. */
export function checkCounting(store: Store, sessions: readonly SessionId[], tokens: number): void {
  for (const id of sessions) {
    const said = numbersSaid(store, id);
    const wrong = said.findIndex((number, index) => number !== index);
    if (wrong >= 0) throw new Error(`The log of ${id} has ${said[wrong]} where ${wrong} was said`);
    if (said.length !== tokens) throw new Error(`The log of ${id} has ${said.length} words, not ${tokens}`);
  }
}

function numbersSaid(store: Store, id: SessionId): number[] {
  const pages: number[][] = [];
  for (let before: number | undefined; ; ) {
    const { events, hasOlder } = store.events.page(id, { limit: 2000, ...(before && { before }) });
    const text = events.map((event) =>
      event.kind === 'text' && event.block.type === 'text' ? event.block.text : '',
    );
    pages.unshift([...text.join('').matchAll(/(\d+) words in it /g)].map(([, number]) => Number(number)));
    if (!hasOlder) return pages.flat();
    before = events[0]?.seq;
  }
}
