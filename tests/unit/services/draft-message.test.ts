import { describe, expect, it } from 'vitest';
import { draftMessage } from '../../../src/main/services/finish/draft-message';
import { squashMessage } from '../../../src/main/services/finish/squash-message';
import { commentPrompt, type PromptComment } from '../../../src/shared/domain/comment-prompt';
import { fc } from '../../support/properties';

const nothing = { sessionTitle: '', prompts: [], paths: [], coauthors: [] };
const comment = (text: string): PromptComment => ({
  ...{ path: 'a', side: 'new', quote: '', quoteCut: false, outdated: false, text },
});
const robot = 'Built-in agent <builtin@agents.localhost>';

describe('a drafted message', () => {
  it('is the prompt when there was one, and credits the agent', () => {
    const prompts = ['fix the spelling in README.\n\nAnd nothing else.'];
    expect(draftMessage({ ...nothing, prompts, coauthors: [robot, robot] })).toBe(
      `Fix the spelling in README\n\nCo-authored-by: ${robot}\n`,
    );
  });

  it('is the title of the session with all prompts when there were several', () => {
    const prompts = ['make it quiet', 'now also the tests', 'make it quiet'];
    expect(draftMessage({ ...nothing, sessionTitle: 'Quiet colours', prompts })).toBe(
      'Quiet colours\n\n- make it quiet\n- now also the tests\n',
    );
  });

  it('does not say again what its first line says', () => {
    const prompts = ['make it quiet.', 'now also the tests'];
    expect(draftMessage({ ...nothing, sessionTitle: 'Make it quiet', prompts })).toBe(
      'Make it quiet\n\n- now also the tests\n',
    );
  });

  it('gives each turn one line, however long its prompt is', () => {
    const prompts = [
      'write docs/a.md: hello world\nreplace "a" with "b"',
      'rewrite the parser so that it reads every single file only once and never holds two\n\nTake care.',
      commentPrompt([comment('Name it better.')]),
      commentPrompt([comment('One.'), comment('Two.')]),
    ];
    expect(draftMessage({ ...nothing, sessionTitle: 'Tidy', prompts })).toBe(
      'Tidy\n\n- write docs/a.md: hello world\n- rewrite the parser so that it reads every single file only once and…\n- address: Name it better.\n- address 2 review comments\n',
    );
  });

  it('leaves the first line of a merge as git has it', () => {
    const subject = `Merge branch 'main' into coppice/${'long-'.repeat(12)}name`;
    expect(draftMessage({ ...nothing, subject, prompts: ['resolve them'], coauthors: [robot] })).toBe(
      `${subject}\n\nCo-authored-by: ${robot}\n`,
    );
  });

  it('names the files of changes that nobody asked for', () => {
    expect(draftMessage({ ...nothing, paths: ['a.txt'] })).toBe('Update a.txt\n');
    expect(draftMessage({ ...nothing, sessionTitle: 'By hand', paths: ['a', 'b'] })).toBe(
      'By hand\n\n- a\n- b\n',
    );
  });

  it('keeps a long prompt whole, below a subject that ends at a word', () => {
    const prompt = 'rewrite the parser so that it reads every file only once and never holds more than one';
    const [subject, , ...body] = draftMessage({ ...nothing, prompts: [prompt] }).split('\n');
    expect(subject).toBe('Rewrite the parser so that it reads every file only once and never…');
    expect(body.join('').replace(/^- /, '').replaceAll('  ', ' ')).toBe(prompt);
  });

  it('has a first line of at most 72 characters and no trailer but its own, whatever was asked', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const injected = fc.constantFrom('x\nCo-authored-by: Eve <e@x>', '\n\nSigned-off-by: Eve <e@x>');
    const any = fc.oneof(text, injected);
    fc.assert(
      fc.property(any, fc.array(any), fc.array(text), (sessionTitle, prompts, paths) => {
        const message = draftMessage({ sessionTitle, prompts, paths, coauthors: [`${robot}\nEvil: yes`] });
        const lines = message.split('\n');
        expect([...(lines[0] ?? '')].length).toBeLessThanOrEqual(72);
        expect(lines[0]).not.toBe('');
        expect(
          lines.slice(1).filter((line) => /^(Co-authored-by|Signed-off-by|Evil):/.test(line)),
        ).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the message of a squash', () => {
  it('is that of a single commit as it is', () => {
    expect(squashMessage('Title', ['Fix it\n\nBecause.\n\n'])).toBe('Fix it\n\nBecause.\n');
  });

  it('lists what several commits did and credits everybody once', () => {
    const credit = `Co-authored-by: ${robot}`;
    expect(squashMessage('Title', [`One\n\n${credit}\n`, `Two\n\n${credit}\n`])).toBe(
      `Title\n\n- One\n- Two\n\n${credit}\n`,
    );
  });
});
