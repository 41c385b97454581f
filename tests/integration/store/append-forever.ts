import { openStore } from '../../../src/main/store/store';
import type { AgentEvent } from '../../../src/shared/domain/agent-event';

/** Appends batches of ten events to the session `s1` of the database at argv[2], saying each last position, until it is killed or has written argv[3] batches. */
const [file, batches = '1000000'] = process.argv.slice(2);
const store = openStore({ file: file as string });
for (let batch = 0; batch < Number(batches); batch++) {
  const last = store.transaction(() => {
    const first = store.events.nextSeq('s1' as AgentEvent['sessionId']);
    const events = Array.from({ length: 10 }, (_, index) => ({
      ...{
        kind: 'text',
        messageId: String(process.pid),
        op: 'append',
        block: { type: 'text', text: 'x'.repeat(3000) },
      },
      ...{ sessionId: 's1', agent: 'builtin', origin: 'live', ts: 1, seq: first + index },
    }));
    store.events.append(events as AgentEvent[]);
    return first + 9;
  });
  process.stdout.write(`${last}\n`);
}
store.close();
