import {
  listOf,
  type ModelFormat,
  type Output,
  type Part,
  type Said,
  type ScriptedAnswer,
  textOf,
} from './script';

export const gemini: ModelFormat = {
  conversation: ({ contents }) => listOf(contents).flatMap(said),
  output,
};

function said({ role, parts }: Part): Said[] {
  const results = listOf(parts).filter(({ functionResponse }) => functionResponse);
  const text = textOf(parts);
  return [
    ...results.map((part) => ({ by: 'tool' as const, text: JSON.stringify(part.functionResponse) })),
    ...(text ? [{ by: role === 'model' ? ('model' as const) : ('user' as const), text }] : []),
  ];
}

function* output({ pieces, finish }: ScriptedAnswer): Output {
  const usageMetadata = { promptTokenCount: 100, candidatesTokenCount: 20, totalTokenCount: 120 };
  const chunk = (parts: object[], finishReason?: string) =>
    `data: ${JSON.stringify({ candidates: [{ index: 0, content: { role: 'model', parts }, ...(finishReason && { finishReason }) }], usageMetadata, modelVersion: 'fake-model' })}\n\n`;
  for (const piece of pieces) {
    if ('drop' in piece || 'hang' in piece) yield 'drop' in piece ? 'drop' : 'hang';
    if ('text' in piece) yield chunk([{ text: piece.text }]);
    if ('reasoning' in piece) yield chunk([{ text: piece.reasoning, thought: true }]);
    if ('tool' in piece) yield chunk([{ functionCall: { name: piece.tool, args: piece.input } }]);
  }
  yield chunk([{ text: '' }], finish === 'length' ? 'MAX_TOKENS' : 'STOP');
}
