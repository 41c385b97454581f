import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, ask, text, update } from './lib/wire.mjs';

// The prompt is a JSON list of [method, params]; the answers come back as one JSON text. "$terminal" stands for
// the terminal made last.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    const answers = [];
    let terminalId;
    for (const [method, own] of JSON.parse(params.prompt[0].text)) {
      const filled = own.terminalId === '$terminal' ? { ...own, terminalId } : own;
      const { result, error } = await ask(method, { sessionId, ...filled });
      if (result?.terminalId) {
        terminalId = result.terminalId;
        await update(sessionId, {
          sessionUpdate: 'tool_call',
          toolCallId: 'terminal-tool',
          title: 'Terminal',
          kind: 'execute',
          content: [{ type: 'terminal', terminalId }],
        });
      }
      answers.push(error ?? result);
    }
    await text(sessionId, JSON.stringify(answers));
    await answer(id, { stopReason: 'end_turn' });
  },
});
