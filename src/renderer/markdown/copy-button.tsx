import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { writeClipboard } from '../lib/copy-text';
import { reporting } from '../lib/toasts';
import { commonStrings } from '../strings/common';
import styles from './markdown.module.css';

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
    await reporting(async () => {
      await writeClipboard(text);
      setCopied(true);
    });
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
