import type { ContentBlock } from '../../../../shared/domain/content';
import { compact, isRecord, type Json, recordOf, stringOf } from './json';

/** A content block of ACP as ours. One of an unknown type, or lacking what its type needs, becomes `unknown`. */
export function mapContentBlock(raw: unknown): ContentBlock {
  const known = isRecord(raw) ? mapKnown(raw) : undefined;
  return known ?? { type: 'unknown', native: JSON.stringify(raw ?? null) };
}

function mapKnown(raw: Json): ContentBlock | undefined {
  const { type } = raw;
  const text = stringOf(raw.text);
  if (type === 'text') return text === undefined ? undefined : { type, text };
  if (type === 'image' || type === 'audio') {
    const data = stringOf(raw.data);
    const mimeType = stringOf(raw.mimeType);
    return data === undefined || mimeType === undefined ? undefined : { type, data, mimeType };
  }
  if (type === 'resource_link') {
    const uri = stringOf(raw.uri);
    if (uri === undefined) return undefined;
    return compact({ type, uri, name: stringOf(raw.name) ?? uri, mimeType: stringOf(raw.mimeType) });
  }
  return type === 'resource' ? mapResource(recordOf(raw.resource)) : undefined;
}

/** An embedded resource; binary ones are kept whole as `unknown`, as we have no place for their bytes. */
function mapResource(resource: Json): ContentBlock | undefined {
  const uri = stringOf(resource.uri);
  if (uri === undefined || 'blob' in resource) return undefined;
  return compact({
    type: 'resource' as const,
    uri,
    mimeType: stringOf(resource.mimeType),
    text: stringOf(resource.text),
  });
}

/** What an agent said it can take in a prompt besides text and links. */
export interface PromptAbilities {
  image: boolean;
  audio: boolean;
  embeddedContext: boolean;
}

/**
 * A prompt in ACP's form. A block the agent did not say it can take is turned into text that says what is
 * missing, so that the agent can ask rather than guess.
 */
export function toPromptBlocks(prompt: readonly ContentBlock[], abilities: PromptAbilities): Json[] {
  return prompt.map((block) => toPromptBlock(block, abilities));
}

function toPromptBlock(block: ContentBlock, abilities: PromptAbilities): Json {
  switch (block.type) {
    case 'text':
    case 'resource_link':
      return { ...block };
    case 'image':
    case 'audio':
      return abilities[block.type]
        ? { ...block }
        : {
            type: 'text',
            text: `[An attached ${block.mimeType} file is left out: this agent cannot read it.]`,
          };
    case 'resource': {
      const { type, text = '', ...rest } = block;
      return abilities.embeddedContext
        ? { type, resource: { ...rest, text } }
        : { type: 'text', text: `${block.uri}:\n\n${text}` };
    }
    case 'unknown':
      return recordOf(JSON.parse(block.native));
  }
}
