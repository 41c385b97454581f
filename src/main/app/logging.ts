import electronLog from 'electron-log/main';
import type { Log } from '../services/log';

/** Bytes after which the log file is rotated. */
const MAX_SIZE = 5 * 1024 * 1024;

/** The log file: one JSON line per entry, without prompts or secrets, since services log ids and errors only. */
export function openLog(file: string): Log {
  const logger = electronLog.create({ logId: 'coppice' });
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.maxSize = MAX_SIZE;
  logger.transports.file.format = ({ message }) => [
    JSON.stringify({
      at: message.date.toISOString(),
      level: message.level,
      message: message.data[0],
      ...(message.data[1] as object | undefined),
    }),
  ];
  logger.transports.console.level = 'warn';
  return {
    debug: (message, data) => logger.debug(message, data),
    info: (message, data) => logger.info(message, data),
    warn: (message, data) => logger.warn(message, data),
    error: (message, data) => logger.error(message, data),
  };
}
