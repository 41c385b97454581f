/** One living process. One that only waits to be reaped is not living. */
export interface ProcessRow {
  pid: number;
  parent: number;
  /** Its process group. */
  group: number;
  /** The user it belongs to. */
  uid: number;
  /** With `pid` names a process for good: the system gives numbers out again, but not at the same instant. */
  startTime: string;
  /** When it started on `processClock`; Linux only. */
  startedAt?: number;
  /** Milliseconds of CPU time used since its start. */
  cpuMs: number;
  /** Resident memory in bytes, shared pages included. */
  memory: number;
  /** Its name as the system has it; `readCommand` tells more. */
  name: string;
}
