import type { CatalogAgent } from '../../shared/domain/agent';
import type { AgentId } from '../../shared/domain/ids';
import { agentColor, agentInitials, distinctInitials } from '../lib/agent-identity';
import { useApp } from '../lib/app-store';
import { cx } from '../lib/cx';
import styles from './agent-mark.module.css';

interface AgentMarkProps {
  id: AgentId;
  name: string;
  size?: 'sm' | 'md';
  /** Writes the name beside the glyph; without it the name is the glyph's label. */
  showName?: boolean;
}

/** Who: a glyph with the agent's initials in its own hue, the same everywhere. */
export function AgentMark({ id, name, size = 'sm', showName = false }: AgentMarkProps) {
  const initials = useApp((state) => initialsIn(state.catalog).get(id)) ?? agentInitials(name);
  const glyph = (
    <span
      className={cx(styles.glyph, styles[size])}
      style={{ color: agentColor(id) }}
      {...(showName ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
    >
      {initials}
    </span>
  );
  if (!showName) return glyph;
  return (
    <span className={styles.mark}>
      {glyph}
      <span className={styles.name}>{name}</span>
    </span>
  );
}

const known = new WeakMap<readonly CatalogAgent[], Map<AgentId, string>>();

/** Worked out once per catalog: marks are drawn by the hundred. */
function initialsIn(catalog: readonly CatalogAgent[]): Map<AgentId, string> {
  const found = known.get(catalog) ?? distinctInitials(catalog);
  known.set(catalog, found);
  return found;
}
