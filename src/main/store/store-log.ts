/** What the store needs of a log; any service's log fits. */
export interface StoreLog {
  debug(message: string, data?: Record<string, unknown>): void;
  info(message: string, data?: Record<string, unknown>): void;
  warn(message: string, data?: Record<string, unknown>): void;
}

export const silentStoreLog: StoreLog = { debug() {}, info() {}, warn() {} };
