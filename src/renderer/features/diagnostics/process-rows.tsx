import type { ProcessInfo } from '../../../shared/domain/process';
import { fileSize } from '../../lib/format';
import { diagnosticsStrings as strings } from '../../strings/diagnostics';
import { shortCommand } from './model/short-command';
import { totalOf } from './model/total-of';
import styles from './processes-view.module.css';

interface ProcessRowsProps {
  /** Where these run: a session's title, or Coppice itself. */
  place: string;
  /** The agent, when it is one. */
  name?: string;
  onOpen?: (() => void) | undefined;
  processes: readonly ProcessInfo[];
}

/** One tree of processes below a row with its name and what it takes in all. */
export function ProcessRows({ place, name, onOpen, processes }: ProcessRowsProps) {
  const total = totalOf(processes);
  return (
    <tbody>
      <tr className={styles.heading}>
        <th scope="rowgroup" colSpan={2}>
          {onOpen ? (
            <button
              type="button"
              className={styles.place}
              aria-label={strings.openSession(place)}
              onClick={onOpen}
            >
              {place}
            </button>
          ) : (
            <span className={styles.place}>{place}</span>
          )}
          {name && <span className={styles.name}>{name}</span>}
          <span className={styles.count}>{strings.count(processes.length)}</span>
        </th>
        <Cpu value={total.cpu} />
        <td>{fileSize(total.memory)}</td>
      </tr>
      {processes.map(({ pid, depth, command, cpu, memory }) => (
        <tr key={pid}>
          <td className={styles.command} title={command}>
            <div style={{ ['--depth' as string]: Math.min(depth, 8) }}>{shortCommand(command)}</div>
          </td>
          <td>{pid}</td>
          <Cpu value={cpu} />
          <td>{fileSize(memory)}</td>
        </tr>
      ))}
    </tbody>
  );
}

function Cpu({ value }: { value: number | null }) {
  return value === null ? (
    <td title={strings.unknownCpuHint}>{strings.unknownCpu}</td>
  ) : (
    <td>{strings.percent(value)}</td>
  );
}
