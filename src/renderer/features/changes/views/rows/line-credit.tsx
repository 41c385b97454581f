import { useState } from 'react';
import type { Credit } from '../../../../../shared/domain/change';
import { agentColor } from '../../../../lib/agent-identity';
import { shortTime } from '../../../../lib/format';
import type { LineCredit } from '../../model/line-credits';
import { AuthorGlyph, type AuthorNames, authorText } from '../author-marks';
import styles from './line-credit.module.css';

/** The edge of a changed line in its author's colour, drawn differently for agents, the user and nobody known. */
export function CreditStripe({ credit: { author } }: { credit: Credit }) {
  const color = author.kind === 'agent' ? agentColor(author.agent) : undefined;
  return (
    <span
      aria-hidden
      className={styles.stripe}
      data-author={author.kind}
      style={color ? { ['--author' as string]: color } : undefined}
    />
  );
}

interface CreditProps {
  found: LineCredit;
  names: AuthorNames;
}

/** Whose line it is, at the edge of the first line of each author: for a hunk that has several. */
export function CreditMark({ found: { credit, starts }, names }: CreditProps) {
  if (!starts) return null;
  return (
    <span aria-hidden className={styles.mark} data-credit-mark>
      <AuthorGlyph author={credit.author} names={names} />
    </span>
  );
}

/** Tells when somebody points at what the handlers are put on. */
export function usePointed() {
  const [pointed, setPointed] = useState(false);
  const pointing = { onMouseEnter: () => setPointed(true), onMouseLeave: () => setPointed(false) };
  return { pointed, pointing };
}

/**
 * Who changed the line, in which turn and when: stands after its text. Only for a line that is asked about, that
 * somebody points at or that has the keyboard, as it is most of what a line consists of.
 */
export function CreditTag({ found: { credit }, names }: CreditProps) {
  const { author, at } = credit;
  const prompt = author.kind === 'agent' && author.turnId ? names.prompt(author.turnId) : undefined;
  return (
    <span aria-hidden className={styles.slot} data-credit-tag>
      <span className={styles.tag}>
        <span className={styles.who}>
          <AuthorGlyph author={author} names={names} />
          <span className={styles.name}>{authorText(author, names)}</span>
          {at > 0 && <span className={styles.time}>{shortTime(at, Date.now())}</span>}
        </span>
        {prompt && <span className={styles.prompt}>{prompt}</span>}
      </span>
    </span>
  );
}
