import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContentBlock } from '@agentclientprotocol/sdk';
import type { UserModelMessage } from 'ai';

/** A prompt as one line of plain text: links become quoted paths relative to the session's folder. */
export function toPlainText(blocks: readonly ContentBlock[], cwd: string): string {
  let text = '';
  for (const block of blocks) {
    if (block.type === 'text') text += block.text;
    if (block.type === 'resource_link') text += ` "${toPath(block.uri, cwd) ?? block.uri}" `;
    // What is no file cannot be named in a command.
    const path = block.type === 'resource' && toPath(block.resource.uri, cwd);
    if (path) text += ` "${path}" `;
  }
  return text;
}

/** A prompt as a model reads it: embedded files in full, links by path, images as images. */
export function toUserMessage(blocks: readonly ContentBlock[], cwd: string): UserModelMessage {
  const parts: Exclude<UserModelMessage['content'], string> = [];
  for (const block of blocks) {
    switch (block.type) {
      case 'text':
        parts.push({ type: 'text', text: block.text });
        break;
      case 'image':
        parts.push({ type: 'image', image: block.data, mediaType: block.mimeType });
        break;
      case 'resource_link':
        parts.push({ type: 'text', text: `[file: ${toPath(block.uri, cwd) ?? block.uri}]` });
        break;
      case 'resource': {
        const { uri } = block.resource;
        const body = 'text' in block.resource ? block.resource.text : '(not text)';
        parts.push({ type: 'text', text: `<file path="${toPath(uri, cwd) ?? uri}">\n${body}\n</file>` });
        break;
      }
      case 'audio':
        parts.push({ type: 'text', text: '[audio that this agent cannot hear]' });
    }
  }
  const only = parts.length === 1 ? parts[0] : undefined;
  return { role: 'user', content: only?.type === 'text' ? only.text : parts };
}

function toPath(uri: string, cwd: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return relative(cwd, fileURLToPath(uri)) || '.';
  } catch {
    return undefined;
  }
}
