/** True when git says that it looked first and touched no file; after another failure, a filter's say, some may be moved. */
export function isRefused(stderr: string): boolean {
  return /would be (overwritten|removed)|would lose|not uptodate|overlaps/.test(stderr);
}
