import { runGoodAgent } from '../../../fakes/agents/lib/good-agent.mjs';
import { answer, ask, text, update } from '../../../fakes/agents/lib/wire.mjs';

let folder = '';

// The prompt is `write <path> <text>`, done by way of the client, or `say <JSON string>`, said in small pieces.
runGoodAgent({
  'session/new': ({ id, params }) => {
    folder = params.cwd;
    return answer(id, { sessionId: 'scribe-1' });
  },
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    const [, verb, rest] = /^(\w+) (.*)$/s.exec(params.prompt.at(-1).text) ?? [];
    if (verb === 'write') {
      const [, path, content] = /^(\S+) (.*)$/s.exec(rest);
      const file = `${folder}/${path}`;
      const call = {
        toolCallId: `write ${path}`,
        title: `Write ${path}`,
        kind: 'edit',
        locations: [{ path: file }],
      };
      await update(sessionId, { sessionUpdate: 'tool_call', ...call, status: 'in_progress' });
      await ask('fs/write_text_file', { sessionId, path: file, content: `${content}\n` });
      await update(sessionId, { sessionUpdate: 'tool_call_update', ...call, status: 'completed' });
      await text(sessionId, `Wrote ${path}.`);
    } else if (verb === 'say') {
      for (const piece of JSON.parse(rest).match(/.{1,7}/gs)) await text(sessionId, piece);
    } else {
      await text(sessionId, 'I only write and say.');
    }
    await answer(id, { stopReason: 'end_turn' });
  },
});
