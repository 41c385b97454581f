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

interface CreditTagProps {
  found: LineCredit;
  names: AuthorNames;
  /** The hunk has other authors too: the first line of each says whose it is without being asked. */
  shared: boolean;
  /** Somebody points at its numbers, or the row has the keyboard. */
  asked: boolean;
}

/** Tells when somebody points at what the handlers are put on. */
export function usePointed() {
  const [pointed, setPointed] = useState(false);
  const pointing = { onMouseEnter: () => setPointed(true), onMouseLeave: () => setPointed(false) };
  return { pointed, pointing };
}

/**
 * Who changed the line, in which turn and when: over the end of the line when asked for. Until then it is not drawn at
 * all, as it is most of what a line consists of.
 */
export function CreditTag({ found: { credit, starts }, names, shared, asked }: CreditTagProps) {
  const { author, at } = credit;
  const prompt = author.kind === 'agent' && author.turnId ? names.prompt(author.turnId) : undefined;
  return (
    <>
      {starts && shared && (
        <span aria-hidden className={styles.mark} data-credit-mark>
          <AuthorGlyph author={author} names={names} />
        </span>
      )}
      {asked && (
        <span aria-hidden className={styles.tag} data-credit-tag>
          <AuthorGlyph author={author} names={names} />
          <span>{authorText(author, names)}</span>
          {at > 0 && <span className={styles.time}>{shortTime(at, Date.now())}</span>}
          {prompt && <span className={styles.prompt}>{prompt}</span>}
        </span>
      )}
    </>
  );
}
