import { memo } from 'react';
import { type Token, tokenClass } from './token';

/** One highlighted line as spans; the caller gives it its row. */
export const CodeLine = memo(function CodeLine({ tokens }: { tokens: readonly Token[] }) {
  let offset = 0;
  return tokens.map(({ text, kind }) => {
    const key = offset;
    offset += text.length;
    const className = tokenClass(kind);
    return className ? (
      <span key={key} className={className}>
        {text}
      </span>
    ) : (
      text
    );
  });
});
