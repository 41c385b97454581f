import { useMemo, useState } from 'react';
import type { Tool, ToolContent } from '../../../../shared/domain/agent-event';
import { cx } from '../../../lib/cx';
import { Markdown } from '../../../markdown/markdown';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { compactDiff, type DiffLine } from '../model/compact-diff';
import { tailOf, toJson, withinRoot, withoutFence } from '../model/tool-text';
import { ContentBlockView, Output } from './content-block-view';
import styles from './rows.module.css';
import details from './tool-details.module.css';

/** What a tool call touched, produced and, on demand, its raw data. */
export function ToolDetails({ tool, root }: { tool: Tool; root: string | undefined }) {
  const shownInDiff = new Set(tool.content.map((content) => (content.type === 'diff' ? content.path : '')));
  const locations = tool.locations.filter((location) => !shownInDiff.has(location.path));
  return (
    <>
      {locations.length > 0 && (
        <ul className={details.locations}>
          {locations.map(({ path, line }) => (
            <li key={`${path}:${line}`} title={path}>
              {revealHidden(withinRoot(path, root))}
              {line !== undefined && `:${line}`}
            </li>
          ))}
        </ul>
      )}
      {tool.content.map((content, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tool's contents are restated whole, in order.
        <ToolContentView key={index} content={content} root={root} plain={tool.toolKind === 'execute'} />
      ))}
      <RawData tool={tool} />
    </>
  );
}

interface ToolContentViewProps {
  content: ToolContent;
  root: string | undefined;
  /** Text is a program's output. */
  plain: boolean;
}

function ToolContentView({ content, root, plain }: ToolContentViewProps) {
  switch (content.type) {
    case 'diff':
      return <CompactDiff {...content} shownPath={withinRoot(content.path, root)} />;
    case 'terminal':
      return <TerminalOutput output={content.output ?? ''} exitCode={content.exitCode} />;
    case 'content':
      if (content.block.type !== 'text') return <ContentBlockView block={content.block} />;
      if (plain) return <TerminalOutput output={withoutFence(content.block.text)} />;
      return <Markdown text={content.block.text} streaming={false} />;
  }
}

function TerminalOutput({ output, exitCode }: { output: string; exitCode?: number | null | undefined }) {
  const [all, setAll] = useState(false);
  const tail = useMemo(() => (all ? tailOf(output, Infinity, Infinity) : tailOf(output)), [output, all]);
  return (
    <div className={details.output}>
      {tail.hidden > 0 && (
        <button type="button" className={styles.textButton} onClick={() => setAll(true)}>
          {strings.hiddenLines(tail.hidden)}
        </button>
      )}
      {tail.text !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <pre className={details.outputText} tabIndex={0}>
          {revealHidden(tail.text)}
        </pre>
      )}
      {exitCode != null && exitCode !== 0 && (
        <div className={details.exitCode}>{strings.exitCode(exitCode)}</div>
      )}
    </div>
  );
}

const MAX_DIFF = 120;

interface CompactDiffProps {
  path: string;
  shownPath: string;
  oldText: string | null;
  newText: string;
}

function CompactDiff({ path, shownPath, oldText, newText }: CompactDiffProps) {
  const lines = useMemo(() => compactDiff(oldText, newText), [oldText, newText]);
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, MAX_DIFF);
  return (
    <div className={details.diff}>
      <div className={details.diffPath} title={path}>
        {revealHidden(shownPath)}
        {oldText === null && <span className={styles.quiet}> · {strings.newFile}</span>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <pre className={details.diffText} tabIndex={0}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their number.
          <DiffLineView key={index} line={line} />
        ))}
      </pre>
      {shown.length < lines.length && (
        <button type="button" className={styles.textButton} onClick={() => setAll(true)}>
          {strings.showAllText}
        </button>
      )}
    </div>
  );
}

function DiffLineView({ line }: { line: DiffLine }) {
  if (line.sign === '…') return <div className={details.diffGap}>{strings.linesUnchanged(line.text)}</div>;
  const sign = line.sign === '+' ? details.diffAdded : line.sign === '-' ? details.diffRemoved : undefined;
  return (
    <div className={cx(details.diffLine, sign)}>
      {line.sign} {revealHidden(line.text)}
    </div>
  );
}

function RawData({ tool }: { tool: Tool }) {
  const [open, setOpen] = useState(false);
  if (tool.rawInput === undefined && tool.rawOutput === undefined) return null;
  return (
    <div>
      <button type="button" className={styles.textButton} aria-expanded={open} onClick={() => setOpen(!open)}>
        {strings.raw}
      </button>
      {open && tool.rawInput !== undefined && (
        <>
          <div className={details.rawHead}>{strings.input}</div>
          <Output text={toJson(tool.rawInput)} />
        </>
      )}
      {open && tool.rawOutput !== undefined && (
        <>
          <div className={details.rawHead}>{strings.output}</div>
          <Output text={toJson(tool.rawOutput)} />
        </>
      )}
    </div>
  );
}
