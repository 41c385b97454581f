import { join } from 'node:path';
import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, ask, text, update, write } from './lib/wire.mjs';

runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    await text(sessionId, 'before, ');
    const content = `${'x'.repeat(3_000_000)}end`;
    await ask('fs/write_text_file', { sessionId, path: join(process.cwd(), 'big.txt'), content });
    const entries = Array.from({ length: 100_000 }, (_, index) => ({
      content: `step ${index}`,
      status: 'pending',
    }));
    await update(sessionId, { sessionUpdate: 'plan', entries });
    await text(sessionId, 'between, ');
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    await write(
      `{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"${sessionId}","update":${deep}}}\n`,
    );
    await text(sessionId, 'after');
    await answer(id, { stopReason: 'end_turn' });
  },
});
