import {
  halves,
  listOf,
  type ModelFormat,
  newId,
  type Output,
  type Piece,
  type Said,
  type ScriptedAnswer,
  textOf,
} from './script';

export const anthropic: ModelFormat = {
  conversation: ({ messages }) =>
    listOf(messages).flatMap(({ role, content }) => said(String(role), content)),
  output,
};

/** Tool results come as messages of the user. */
function said(role: string, content: unknown): Said[] {
  const by = role === 'user' ? 'user' : 'model';
  if (typeof content === 'string') return [{ by, text: content }];
  const results = listOf(content).filter(({ type }) => type === 'tool_result');
  const text = textOf(listOf(content).filter(({ type }) => type === 'text'));
  return [
    ...results.map((result) => ({ by: 'tool' as const, text: textOf(result.content) })),
    ...(text ? [{ by, text } as const] : []),
  ];
}

function* output({ pieces, finish }: ScriptedAnswer): Output {
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const usage = { input_tokens: 100, output_tokens: 1 };
  const message = {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: 'fake-model',
    content: [],
    usage,
  };
  yield event('message_start', { message: { ...message, stop_reason: null, stop_sequence: null } });
  let usesTools = false;
  for (const [index, piece] of pieces.entries()) {
    if ('drop' in piece || 'hang' in piece) {
      yield 'drop' in piece ? 'drop' : 'hang';
      continue;
    }
    const { block, deltas } = blockOf(piece);
    usesTools ||= 'tool' in piece;
    yield event('content_block_start', { index, content_block: block });
    for (const delta of deltas) yield event('content_block_delta', { index, delta });
    yield event('content_block_stop', { index });
  }
  const stop_reason = usesTools ? 'tool_use' : finish === 'length' ? 'max_tokens' : 'end_turn';
  yield event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 20 } });
  yield event('message_stop', {});
}

function blockOf(piece: Exclude<Piece, { drop: true } | { hang: true }>) {
  if ('text' in piece) {
    return { block: { type: 'text', text: '' }, deltas: [{ type: 'text_delta', text: piece.text }] };
  }
  if ('reasoning' in piece) {
    const block = { type: 'thinking', thinking: '', signature: '' };
    const signature = { type: 'signature_delta', signature: 'sig' };
    return { block, deltas: [{ type: 'thinking_delta', thinking: piece.reasoning }, signature] };
  }
  const [start, end] = halves(JSON.stringify(piece.input));
  const block = { type: 'tool_use', id: piece.id ?? newId('toolu'), name: piece.tool, input: {} };
  const deltas = [start, end].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  return { block, deltas };
}
