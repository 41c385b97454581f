import type { ProcessInfo } from '../../../../shared/domain/process';

/** What a tree takes in all; CPU is null while it is known of none of it. */
export function totalOf(processes: readonly ProcessInfo[]): { cpu: number | null; memory: number } {
  const known = processes.flatMap(({ cpu }) => (cpu === null ? [] : cpu));
  return {
    cpu: known.length === 0 ? null : known.reduce((sum, cpu) => sum + cpu, 0),
    memory: processes.reduce((sum, { memory }) => sum + memory, 0),
  };
}
