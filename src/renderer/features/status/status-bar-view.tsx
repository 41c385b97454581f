import { TriangleAlert } from 'lucide-react';
import type { PoolHealth } from '../../../shared/domain/agent';
import { cx } from '../../lib/cx';
import { statusBarStrings as strings } from '../../strings/status';
import { Tooltip } from '../../ui/tooltip';
import styles from './status-bar-view.module.css';

export interface StatusWarning {
  id: string;
  text: string;
  hint: string;
  onPress?: (() => void) | undefined;
}

export interface StatusBarViewProps {
  pool: PoolHealth;
  warnings: readonly StatusWarning[];
  /** The count of agents was pressed. */
  onAgents(): void;
}

export function StatusBarView({ pool, warnings, onAgents }: StatusBarViewProps) {
  const { running, awaiting, starting, failed } = pool.byStatus;
  return (
    <div className={styles.bar}>
      <output className={styles.pool}>
        <button type="button" className={styles.agents} title={strings.processes} onClick={onAgents}>
          {pool.size === 0 ? strings.none : strings.alive(pool.size)}
        </button>
        {starting > 0 && <span>{strings.starting(starting)}</span>}
        {running > 0 && <span className={styles.working}>{strings.working(running)}</span>}
        {awaiting > 0 && <span className={styles.awaiting}>{strings.awaiting(awaiting)}</span>}
        {failed > 0 && <span className={styles.failed}>{strings.failed(failed)}</span>}
      </output>
      <span className={styles.warnings}>
        {warnings.map((warning) => (
          <Tooltip key={warning.id} content={warning.hint} side="top">
            <button
              type="button"
              className={cx(styles.warning, !warning.onPress && styles.plain)}
              onClick={warning.onPress}
            >
              <TriangleAlert aria-hidden size={12} />
              {warning.text}
            </button>
          </Tooltip>
        ))}
      </span>
    </div>
  );
}
