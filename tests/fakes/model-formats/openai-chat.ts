import {
  halves,
  listOf,
  type ModelFormat,
  newId,
  type Output,
  type Said,
  type ScriptedAnswer,
  textOf,
} from './script';

const BY: Record<string, Said['by']> = { user: 'user', assistant: 'model', tool: 'tool' };

export const openAiChat: ModelFormat = {
  conversation: ({ messages }) =>
    listOf(messages).map(({ role, content }) => ({
      by: BY[String(role)] ?? 'system',
      text: textOf(content),
    })),
  output,
};

function* output({ pieces, finish }: ScriptedAnswer): Output {
  const chunk = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'fake-model', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  let tools = 0;
  yield chunk({ role: 'assistant', content: '' });
  for (const piece of pieces) {
    if ('drop' in piece || 'hang' in piece) yield 'drop' in piece ? 'drop' : 'hang';
    if ('text' in piece) yield chunk({ content: piece.text });
    if ('reasoning' in piece) yield chunk({ reasoning_content: piece.reasoning });
    if ('tool' in piece) {
      const index = tools++;
      const [start, end] = halves(JSON.stringify(piece.input));
      const head = { index, id: piece.id ?? newId('call'), type: 'function' };
      yield chunk({ tool_calls: [{ ...head, function: { name: piece.tool, arguments: start } }] });
      yield chunk({ tool_calls: [{ index, function: { arguments: end } }] });
    }
  }
  yield chunk({}, tools > 0 ? 'tool_calls' : (finish ?? 'stop'));
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  yield `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'fake-model', choices: [], usage })}\n\n`;
  yield 'data: [DONE]\n\n';
}
