import { isUtf8 } from 'node:buffer';

/** A path as the domain has it: text for people, and the exact bytes only when the text loses some. */
export interface NamedPath {
  path: string;
  pathBytes?: string;
}

export function toNamedPath(raw: Buffer): NamedPath {
  const path = raw.toString('utf8');
  return isUtf8(raw) ? { path } : { path, pathBytes: raw.toString('base64') };
}

export function toRawPath(named: NamedPath): Buffer {
  return named.pathBytes === undefined
    ? Buffer.from(named.path, 'utf8')
    : Buffer.from(named.pathBytes, 'base64');
}

/** A key for maps that tells apart paths which look alike as text. */
export function pathKey(raw: Buffer): string {
  return raw.toString('latin1');
}

/** The fields of NUL-terminated output, in order; an unterminated rest is the last field. */
export function splitNul(buffer: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let start = 0;
  for (let end = buffer.indexOf(0); end !== -1; end = buffer.indexOf(0, start)) {
    fields.push(buffer.subarray(start, end));
    start = end + 1;
  }
  if (start < buffer.length) fields.push(buffer.subarray(start));
  return fields;
}

/** NUL-terminated input for git's `-z --stdin` modes. */
export function joinNul(fields: readonly (Buffer | string)[]): Buffer {
  // As text of one character a byte: joining thousands of small buffers takes ten times as long.
  return Buffer.from(
    fields.map((field) => `${pathKey(typeof field === 'string' ? Buffer.from(field) : field)}\0`).join(''),
    'latin1',
  );
}

/** An absent object: all zeros, as long as the repository's object ids. */
export function isZeroOid(oid: string): boolean {
  return /^0+$/.test(oid);
}

/** Where the file of a path is on disk, by its bytes. */
export function fileAt(root: string, path: Buffer): Buffer {
  return Buffer.concat([Buffer.from(root.endsWith('/') ? root : `${root}/`), path]);
}
