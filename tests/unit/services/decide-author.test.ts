import { describe, expect, it } from 'vitest';
import type { Covers } from '../../../src/main/services/changes/claims';
import { decideAuthor, type Suspect } from '../../../src/main/services/changes/decide-author';
import type { Author } from '../../../src/shared/domain/change';
import type { AgentId } from '../../../src/shared/domain/ids';

const claude: Author = { kind: 'agent', agent: 'claude' as AgentId };
const codex: Author = { kind: 'agent', agent: 'codex' as AgentId };
const suspect = (author: Author, covers: Covers, over = false): Suspect => ({ author, covers, over });

describe('who changed a file between two checkpoints', () => {
  it.each([
    ['the user, when no turn is at work', [], 'user'],
    ['the only agent that named it', [suspect(claude, 'named'), suspect(codex, 'possible')], 'claude'],
    ['unknown, when two agents named it', [suspect(claude, 'named'), suspect(codex, 'named')], 'unknown'],
    ['the only agent with a command at work', [suspect(claude, 'possible'), suspect(codex, 'no')], 'claude'],
    ['unknown, when several have', [suspect(claude, 'possible'), suspect(codex, 'possible')], 'unknown'],
    ['unknown, when no agent can have', [suspect(claude, 'no'), suspect(codex, 'no')], 'unknown'],
    ['unknown, when a command was left behind', [suspect(claude, 'possible', true)], 'unknown'],
    [
      'unknown, when a command was left behind beside one at work',
      [suspect(claude, 'possible', true), suspect(codex, 'possible')],
      'unknown',
    ],
    [
      'who named it, although a command was left behind',
      [suspect(claude, 'possible', true), suspect(codex, 'named')],
      'codex',
    ],
  ])('is %s', (_what, suspects, expected) => {
    const author = decideAuthor(suspects);
    expect(author.kind === 'agent' ? author.agent : author.kind).toBe(expected);
  });
});
