import type { ReactNode } from 'react';
import { call } from '../lib/bridge';
import { reportError } from '../lib/toasts';
import styles from './markdown.module.css';
import { safeUrl } from './safe-url';

/** A link that opens in the user's browser or mail program; one that may not is shown as text with its target. */
export function ExternalLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  const url = safeUrl(href);
  if (!url) {
    return (
      <span className={styles.deadLink} title={href}>
        {children}
      </span>
    );
  }
  return (
    <a
      href={url}
      title={url}
      className={styles.link}
      onClick={(event) => {
        event.preventDefault();
        call('app.openExternal', { url }).catch(reportError);
      }}
      onAuxClick={(event) => event.preventDefault()}
    >
      {children}
    </a>
  );
}
