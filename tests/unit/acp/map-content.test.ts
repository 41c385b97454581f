import { describe, expect, it } from 'vitest';
import { mapContentBlock, toPromptBlocks } from '../../../src/main/services/backends/acp/map-content';
import type { ContentBlock } from '../../../src/shared/domain/content';

const NOTHING = { image: false, audio: false, embeddedContext: false };
const ALL = { image: true, audio: true, embeddedContext: true };

describe('mapContentBlock', () => {
  it('maps what it knows', () => {
    const link = { type: 'resource_link', uri: 'file:///a', name: 'a', mimeType: null, size: 3 };
    expect(mapContentBlock(link)).toEqual({ type: 'resource_link', uri: 'file:///a', name: 'a' });
    const resource = { type: 'resource', resource: { uri: 'file:///a', text: 'x', mimeType: 'text/plain' } };
    expect(mapContentBlock(resource)).toEqual({
      type: 'resource',
      uri: 'file:///a',
      text: 'x',
      mimeType: 'text/plain',
    });
  });

  it.each([
    null,
    'text',
    { type: 'text' },
    { type: 'image', data: 'x' },
    { type: 'resource', resource: { uri: 'u', blob: 'AA==' } },
  ])('keeps %j whole as unknown', (raw) => {
    expect(mapContentBlock(raw)).toEqual({ type: 'unknown', native: JSON.stringify(raw) });
  });
});

describe('toPromptBlocks', () => {
  const image: ContentBlock = { type: 'image', mimeType: 'image/png', data: 'AAAA' };
  const resource: ContentBlock = { type: 'resource', uri: 'file:///a.md', text: 'words' };

  it('sends what the agent can take', () => {
    expect(toPromptBlocks([image, resource], ALL)).toEqual([
      image,
      { type: 'resource', resource: { uri: 'file:///a.md', text: 'words' } },
    ]);
  });

  it('says what the agent cannot take', () => {
    const blocks = toPromptBlocks([image, resource], NOTHING);
    expect(blocks.map(({ type }) => type)).toEqual(['text', 'text']);
    expect(blocks[0]?.text).toContain('image/png');
    expect(blocks[1]?.text).toContain('words');
  });

  it('returns an unknown block as it came', () => {
    expect(toPromptBlocks([{ type: 'unknown', native: '{"type":"smell"}' }], ALL)).toEqual([
      { type: 'smell' },
    ]);
  });
});
