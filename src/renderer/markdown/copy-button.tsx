import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { notify } from '../lib/toasts';
import { commonStrings } from '../strings/common';
import { markdownStrings as strings } from '../strings/transcript';
import styles from './markdown.module.css';
import { writeClipboard } from './write-clipboard';

const SHOWN_MS = 1500;

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy(): Promise<void> {
    if (await writeClipboard(text)) setCopied(true);
    else notify({ title: strings.copyRefused, tone: 'error' });
  }
  return (
    <button
      type="button"
      className={styles.copy}
      aria-label={copied ? commonStrings.copied : label}
      title={copied ? commonStrings.copied : label}
      onClick={() => void copy()}
    >
      {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
    </button>
  );
}
