/** `[name]: address` lines, but not footnotes; blocks are parsed apart and need each other's. */
const definition = /^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S[^\n]*$/gm;

/** The link definitions of some blocks, as markdown to append to a block that may use them. */
export function linkDefinitions(blocks: readonly string[]): string {
  return blocks
    .filter((block) => block.includes(']:') && !/^\s*(```|~~~)/.test(block))
    .flatMap((block) => block.match(definition) ?? [])
    .join('\n');
}
