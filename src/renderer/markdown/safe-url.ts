const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The link's address if it may be opened outside, else undefined; relative and odd schemes are dead. */
export function safeUrl(href: string | undefined): string | undefined {
  if (!href || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  return allowed.has(url.protocol) ? url.href : undefined;
}
