import {
  listOf,
  type ModelFormat,
  type Output,
  type Part,
  type Said,
  type ScriptedAnswer,
  textOf,
} from './script';

const BY: Record<string, Said['by']> = { user: 'user', assistant: 'model' };

export const openAiResponses: ModelFormat = {
  conversation: ({ input }) =>
    typeof input === 'string' ? [{ by: 'user', text: input }] : listOf(input).map(said),
  output,
};

function said({ type, role, content, output: result }: Part): Said {
  if (String(type).endsWith('_output')) return { by: 'tool', text: textOf(result) };
  return { by: BY[String(role)] ?? 'system', text: textOf(content) };
}

let answers = 0;

function* output({ pieces }: ScriptedAnswer): Output {
  const id = `resp_${++answers}`;
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  yield event('response.created', { response: { id, status: 'in_progress', output: [] } });
  const items: object[] = [];
  for (const [index, piece] of pieces.entries()) {
    const at = { output_index: index };
    if ('drop' in piece || 'hang' in piece) {
      yield 'drop' in piece ? 'drop' : 'hang';
    } else if ('tool' in piece) {
      const call_id = piece.id ?? `call_${id}_${index}`;
      const item = piece.freeform
        ? { type: 'custom_tool_call', id: `ct_${id}_${index}`, call_id, name: piece.tool, input: piece.input }
        : {
            type: 'function_call',
            id: `fc_${id}_${index}`,
            call_id,
            name: piece.tool,
            arguments: JSON.stringify(piece.input),
          };
      yield event('response.output_item.added', { ...at, item });
      items.push({ ...item, status: 'completed' });
      yield event('response.output_item.done', { ...at, item: items.at(-1) as object });
    } else if ('text' in piece) {
      const item = { type: 'message', id: `msg_${id}_${index}`, role: 'assistant', status: 'in_progress' };
      yield event('response.output_item.added', { ...at, item: { ...item, content: [] } });
      yield event('response.output_text.delta', {
        ...at,
        item_id: item.id,
        content_index: 0,
        delta: piece.text,
      });
      const content = [{ type: 'output_text', text: piece.text, annotations: [] }];
      items.push({ ...item, status: 'completed', content });
      yield event('response.output_item.done', { ...at, item: items.at(-1) as object });
    }
  }
  const usage = { input_tokens: 100, output_tokens: 20, total_tokens: 120 };
  yield event('response.completed', { response: { id, status: 'completed', output: items, usage } });
}
