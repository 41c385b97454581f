import { describe, expect, it } from 'vitest';
import { imageProblem, MAX_IMAGE_BYTES } from '../../../../src/renderer/features/composer/model/attach-image';
import {
  complete,
  findTrigger,
  suggestCommands,
} from '../../../../src/renderer/features/composer/model/completion';
import { emptyDraft } from '../../../../src/renderer/features/composer/model/draft';
import {
  fileUri,
  joinDrafts,
  toDraft,
  toPrompt,
} from '../../../../src/renderer/features/composer/model/prompt-blocks';
import {
  activeTurns,
  chooseAgent,
  promptHistory,
  queuedTurns,
  swapWith,
} from '../../../../src/renderer/features/composer/model/queue';
import type { AgentId, SessionId, TurnId } from '../../../../src/shared/domain/ids';
import type { Entry } from '../../../../src/shared/domain/transcript';
import type { Turn } from '../../../../src/shared/domain/turn';
import { fc } from '../../../support/properties';

const sessionId = 's1' as SessionId;
const builtin = 'builtin' as AgentId;

function turn(
  id: string,
  status: 'queued' | 'running' | 'awaiting',
  position: number,
  agent = 'builtin',
): Turn {
  return {
    id: id as TurnId,
    sessionId,
    agent: agent as AgentId,
    prompt: [{ type: 'text', text: id }],
    state: { status },
    position,
    createdAt: position,
  };
}

describe('toPrompt', () => {
  const draft = {
    ...emptyDraft,
    text: 'see @src/a.ts and @src/a.tsx, not x@src/a.ts',
    mentions: ['src/a.ts', 'src/a.tsx'],
  };

  it('puts links where the mentions stand', () => {
    expect(toPrompt(draft, '/w t')).toEqual([
      { type: 'text', text: 'see ' },
      { type: 'resource_link', uri: 'file:///w%20t/src/a.ts', name: 'src/a.ts' },
      { type: 'text', text: ' and ' },
      { type: 'resource_link', uri: 'file:///w%20t/src/a.tsx', name: 'src/a.tsx' },
      { type: 'text', text: ', not x@src/a.ts' },
    ]);
  });

  it('sends more mentions than a prompt has room for as plain text', () => {
    const text = '@src/a.ts '.repeat(40).trim();
    expect(toPrompt({ ...draft, text }, '/w')).toEqual([{ type: 'text', text }]);
  });

  it('survives being withdrawn', () => {
    const words = fc.constantFrom('a', ' ', '@src/a.ts', '@', '\n', 'b@src/a.ts', '@src/a.tsx');
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const text = parts.join('').trim();
        fc.pre(text !== '');
        const back = toDraft(toPrompt({ ...draft, text }, '/w'), () => 'id');
        expect(back.text).toBe(text);
      }),
    );
  });

  it('keeps images, and has nothing to say for an empty draft', () => {
    const image = { id: '1', name: 'x.png', mimeType: 'image/png', data: 'AA' };
    const blocks = toPrompt({ ...emptyDraft, attachments: [image] }, '/w');
    expect(blocks).toEqual([{ type: 'image', mimeType: 'image/png', data: 'AA' }]);
    expect(toDraft(blocks, () => '2').attachments).toEqual([
      { id: '2', name: 'image/png', mimeType: 'image/png', data: 'AA' },
    ]);
    expect(toPrompt({ ...emptyDraft, text: ' \n' }, '/w')).toEqual([]);
  });

  it('writes file addresses of every platform', () => {
    expect(fileUri('C:\\w\\x', 'a b/#1.ts')).toBe('file:///C:/w/x/a%20b/%231.ts');
  });

  it('never overwrites what is being written with what comes back', () => {
    const joined = joinDrafts({ ...emptyDraft, text: 'old' }, { ...emptyDraft, text: 'new' });
    expect(joined.text).toBe('old\n\nnew');
  });
});

describe('completion', () => {
  it.each([
    ['/', 1, { kind: 'command', query: '', start: 0, end: 1 }],
    ['/he', 3, { kind: 'command', query: 'he', start: 0, end: 3 }],
    ['a /he', 5, null],
    ['/he x', 5, null],
    ['@', 1, { kind: 'file', query: '', start: 0, end: 1 }],
    ['see (@src/m more', 11, { kind: 'file', query: 'src/m', start: 5, end: 11 }],
    ['me@host', 7, null],
    ['@a b', 4, null],
  ])('%j at %i', (text, caret, trigger) => expect(findTrigger(text, caret)).toEqual(trigger));

  it('replaces what was typed and leaves one space', () => {
    const trigger = findTrigger('see @sr now', 7);
    expect(trigger && complete('see @sr now', trigger, 'src/a.ts')).toEqual({
      text: 'see @src/a.ts now',
      caret: 14,
    });
  });

  it('offers names that begin with the query first', () => {
    const commands = ['undo', 'do', 'show'].map((name) => ({
      name,
      description: name === 'show' ? 'do it' : '',
    }));
    expect(suggestCommands(commands, 'do').map((suggestion) => suggestion.value)).toEqual([
      'do',
      'undo',
      'show',
    ]);
  });
});

describe('queue', () => {
  const turns = [turn('c', 'queued', 3), turn('a', 'awaiting', 1), turn('b', 'queued', 2, 'claude')];

  it('lists waiting turns in the order they will run', () => {
    expect(queuedTurns(turns).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(activeTurns(turns).map(({ id }) => id)).toEqual(['a']);
  });

  it('moves a waiting turn by one place, and not past the ends', () => {
    const waiting = queuedTurns([turn('a', 'queued', 1), turn('b', 'queued', 2), turn('c', 'queued', 3)]);
    expect(swapWith(waiting, 'b' as TurnId, -1)).toEqual(['b', 'a']);
    expect(swapWith(waiting, 'b' as TurnId, 1)).toEqual(['c', 'b']);
    expect(swapWith(waiting, 'a' as TurnId, -1)).toBeNull();
    expect(swapWith(waiting, 'c' as TurnId, 1)).toBeNull();
    expect(swapWith(waiting, 'gone' as TurnId, 1)).toBeNull();
  });

  it('prompts whom the user picked, else whom they prompted last', () => {
    expect(chooseAgent('codex' as AgentId, turns, [], builtin)).toBe('codex');
    expect(chooseAgent(undefined, turns.slice(1), [], builtin)).toBe('claude');
    expect(chooseAgent(undefined, [], [], builtin)).toBe('builtin');
  });

  it('recalls prompts newest first, each once', () => {
    const entries = ['one', 'two', 'one', ' '].map(
      (text) => ({ type: 'prompt', blocks: [{ type: 'text', text }] }) as Entry,
    );
    expect(promptHistory(entries)).toEqual(['one', 'two']);
  });
});

describe('imageProblem', () => {
  it('takes small pictures and nothing else', () => {
    expect(imageProblem({ type: 'image/png', size: MAX_IMAGE_BYTES }, 0)).toBeNull();
    expect(imageProblem({ type: 'image/png', size: MAX_IMAGE_BYTES + 1 }, 0)).toBe('too-large');
    expect(imageProblem({ type: 'image/svg+xml', size: 1 }, 0)).toBe('not-an-image');
    expect(imageProblem({ type: 'image/png', size: 1 }, 10)).toBe('too-many');
  });
});
