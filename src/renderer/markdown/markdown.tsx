import { memo, useMemo, useRef, useState } from 'react';
import { markdownStrings as strings } from '../strings/transcript';
import { CodeBlock } from './code-block';
import { isCostly } from './is-costly';
import { linkDefinitions } from './link-definitions';
import { LongText } from './long-text';
import styles from './markdown.module.css';
import { MarkdownBlock } from './markdown-block';
import { revealHidden } from './reveal-hidden';
import { emptySplit, readBlock, type SplitText, splitBlocks } from './split-blocks';

/** A finished message of more blocks than this shows its beginning first. */
const MAX_BLOCKS = 300;

/**
 * Markdown from an agent, safe with hostile text: raw HTML is shown as text, only web and mail links
 * open, images are never fetched. While `streaming`, only the last block is parsed again.
 */
export const Markdown = memo(function Markdown({ text, streaming }: { text: string; streaming: boolean }) {
  const { finished, tail } = useSplit(text);
  const definitions = useMemo(() => linkDefinitions(finished), [finished]);
  // What streamed in stays whole; what is opened from history is cut, so that opening stays quick.
  const [all, setAll] = useState(streaming);
  const cut = !all && finished.length > MAX_BLOCKS;
  const shown = cut ? finished.slice(0, MAX_BLOCKS) : finished;
  return (
    <div className={styles.markdown} dir="auto">
      {shown.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: finished blocks never move or change.
        <BlockView key={index} source={block} definitions={definitions} />
      ))}
      {!cut && tail.trim() !== '' && (
        <BlockView key={finished.length} source={tail} definitions={definitions} streaming={streaming} />
      )}
      {cut && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {strings.showWholeMessage}
        </button>
      )}
    </div>
  );
});

/** Splits text that mostly grows at its end without reading again what is finished. */
function useSplit(text: string): SplitText {
  const known = useRef<{ text: string; split: SplitText }>({ text: '', split: emptySplit });
  return useMemo(() => {
    const before = known.current;
    const grown = before.text !== '' && text.startsWith(before.text);
    const split = grown ? splitBlocks(text.slice(before.text.length), before.split) : splitBlocks(text);
    known.current = { text, split };
    return split;
  }, [text]);
}

interface BlockViewProps {
  source: string;
  definitions: string;
  streaming?: boolean;
}

const BlockView = memo(
  function BlockView({ source, definitions, streaming = false }: BlockViewProps) {
    const block = readBlock(revealHidden(source));
    if (block.type === 'code') {
      const { info, code, closed } = block;
      return <CodeBlock code={code} info={info} open={streaming && !closed} />;
    }
    if (isCostly(block.source)) return <LongText text={block.source} />;
    return <MarkdownBlock source={withDefinitions(block.source, definitions)} />;
  },
  (before, after) =>
    before.source === after.source &&
    before.streaming === after.streaming &&
    (before.definitions === after.definitions || !before.source.includes('[')),
);

function withDefinitions(source: string, definitions: string): string {
  return definitions && source.includes('[') ? `${source}\n\n${definitions}` : source;
}
