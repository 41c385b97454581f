import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { markdownStrings as strings } from '../strings/transcript';
import { CodeBlock } from './code-block';
import { ExternalLink } from './external-link';
import styles from './markdown.module.css';

const plugins = [remarkGfm];

// The page's own headings end at level 2; a message's start below them.
const components: Components = {
  h1: ({ children }) => <h3 className={styles.h1}>{children}</h3>,
  h2: ({ children }) => <h3 className={styles.h2}>{children}</h3>,
  h3: ({ children }) => <h4 className={styles.h3}>{children}</h4>,
  h4: ({ children }) => <h5 className={styles.h4}>{children}</h5>,
  h5: ({ children }) => <h6 className={styles.h4}>{children}</h6>,
  h6: ({ children }) => <h6 className={styles.h4}>{children}</h6>,
  a: ({ href, children }) => <ExternalLink href={href}>{children}</ExternalLink>,
  img: ({ src, alt }) => (
    <ExternalLink href={typeof src === 'string' ? src : undefined}>
      {strings.image(alt || strings.unnamedImage)}
    </ExternalLink>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section className={styles.tableBox} tabIndex={0} aria-label={strings.table}>
      <table>{children}</table>
    </section>
  ),
  input: ({ checked }) => <span className={styles.check}>{checked ? strings.done : strings.open}</span>,
  pre: ({ node }) => {
    const code = node?.children[0];
    if (code?.type !== 'element') return null;
    const names = code.properties.className;
    const name = Array.isArray(names) ? String(names[0] ?? '') : '';
    const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    return <CodeBlock code={text.replace(/\n$/, '')} info={name.replace(/^language-/, '')} open={false} />;
  },
};

/** One block of markdown; raw HTML comes out as text. */
export const MarkdownBlock = memo(function MarkdownBlock({ source }: { source: string }) {
  return (
    // Addresses are checked where they are used, so that a dead link can say where it led.
    <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={(url) => url}>
      {source}
    </ReactMarkdown>
  );
});
