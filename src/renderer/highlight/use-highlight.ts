import { useEffect, useMemo, useState } from 'react';
import { highlightLines, peekLines, plainLines, type Token } from '.';

/** Lines of code, plain at once and coloured when the worker answers; same line count both times. */
export function useHighlight(code: string, language: string | undefined): Token[][] {
  const plain = useMemo(() => peekLines(code, language) ?? plainLines(code), [code, language]);
  const [colored, setColored] = useState<{ code: string; language: string | undefined; lines: Token[][] }>();
  useEffect(() => {
    const abort = new AbortController();
    highlightLines(code, language, abort.signal).then(
      (lines) => setColored({ code, language, lines }),
      (reason: unknown) => {
        if (!abort.signal.aborted) throw reason;
      },
    );
    return () => abort.abort();
  }, [code, language]);
  return colored?.code === code && colored.language === language ? colored.lines : plain;
}
