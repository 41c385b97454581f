import { memo, useMemo, useState } from 'react';
import type { Token } from '../highlight';
import { CodeLine } from '../highlight/code-line';
import { useHighlight } from '../highlight/use-highlight';
import { markdownStrings as strings } from '../strings/transcript';
import { CopyButton } from './copy-button';
import { LongText } from './long-text';
import styles from './markdown.module.css';

const MAX_LINES = 200;
/** Code in one or two lines of more characters than this is data; it wraps and is cut. */
const MAX_LINE = 30_000;

interface CodeBlockProps {
  code: string;
  /** The fence's language, as the agent wrote it. */
  info: string;
  /** True while the fence is still being written; it is coloured once closed. */
  open: boolean;
}

/** Code with its language and a copy button. */
export const CodeBlock = memo(function CodeBlock({ code, info, open }: CodeBlockProps) {
  const [all, setAll] = useState(open);
  const lineCount = useMemo(() => countLines(code), [code]);
  const oneHugeLine = lineCount < 3 && code.length > MAX_LINE;
  const cut = !all && !open && lineCount > MAX_LINES + 20;
  const shown = cut ? firstLines(code, MAX_LINES) : code;
  return (
    <figure className={styles.code}>
      <figcaption className={styles.codeHead}>
        <span>{info || strings.plainCode}</span>
        <CopyButton text={code} label={strings.copyCode} />
      </figcaption>
      {oneHugeLine ? (
        <LongText text={code} mono />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <pre className={styles.pre} dir="ltr" tabIndex={0}>
          {open ? <code>{code}</code> : <ColoredCode code={shown} info={info} />}
        </pre>
      )}
      {cut && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {strings.showAllLines(lineCount)}
        </button>
      )}
    </figure>
  );
});

function ColoredCode({ code, info }: { code: string; info: string }) {
  const lines: Token[][] = useHighlight(code, info);
  return (
    <code>
      {lines.map((tokens, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their number.
        <span key={index}>
          <CodeLine tokens={tokens} />
          {index < lines.length - 1 && '\n'}
        </span>
      ))}
    </code>
  );
}

function countLines(code: string): number {
  let count = 1;
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) count++;
  return count;
}

function firstLines(code: string, count: number): string {
  let at = -1;
  for (let line = 0; line < count; line++) at = code.indexOf('\n', at + 1);
  return code.slice(0, at);
}
