const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const makeFormats = () => ({
  day: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }),
  dayOfYear: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' }),
  full: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  time: new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }),
  date: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }),
});

let kept: { offset: number; formats: ReturnType<typeof makeFormats> } | undefined;

/**
 * Kept, as making one costs far more than formatting with it and every line of a diff says when it was written; made anew
 * elsewhere, as each stays in the time zone it was made in.
 */
function formats(): ReturnType<typeof makeFormats> {
  const offset = new Date().getTimezoneOffset();
  if (kept?.offset !== offset) kept = { offset, formats: makeFormats() };
  return kept.formats;
}

/** How long ago, in the shortest form a list can carry: `now`, `5m`, `3h`, `2d`, then a date. */
export function relativeTime(then: number, now: number): string {
  const ago = now - then;
  if (ago < MINUTE) return 'now';
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)}m`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)}h`;
  if (ago < 7 * DAY) return `${Math.floor(ago / DAY)}d`;
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return formats()[sameYear ? 'day' : 'dayOfYear'].format(then);
}

/** Date and time in full, for tooltips. */
export function fullTime(then: number): string {
  return formats().full.format(then);
}

/** The time of a day that is today, else the date: where there is little room. */
export function shortTime(then: number, now: number): string {
  const isToday = new Date(then).toDateString() === new Date(now).toDateString();
  return formats()[isToday ? 'time' : 'date'].format(then);
}

/** `950`, `1.2k`, `34k`, `1.5M`. */
export function compactCount(count: number): string {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)}${unit}`;
}

/** `1 file`, `3 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A span of milliseconds: `0.4s`, `12s`, `3m 05s`, `1h 20m`. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

/** A size in bytes: `512 B`, `1.4 KB`, `23 MB`. */
export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A path no longer than `max` characters: whole folders are left out of its middle. */
export function shortenPath(path: string, max = 48): string {
  if (path.length <= max) return path;
  const separator = path.includes('\\') && !path.includes('/') ? '\\' : '/';
  const parts = path.split(separator);
  const last = parts.pop() ?? path;
  const tail: string[] = [last];
  let length = last.length + 2;
  while (parts.length > 1) {
    const part = parts.pop() as string;
    if (length + part.length + 1 > max) break;
    tail.unshift(part);
    length += part.length + 1;
  }
  return `…${separator}${tail.join(separator)}`;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
