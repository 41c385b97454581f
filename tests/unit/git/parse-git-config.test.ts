import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseGitConfig } from '../../../src/main/git/parse-git-config';
import { executedByConfig } from '../../../src/main/git/reader/executed-by-repository';
import { fc } from '../../support/properties';

const SAMPLE = `; a comment
[Core]
	FileMode = true # a comment
	path = "C:\\\\with ; semicolon"   
	flag
	empty =
[branch "Feature/X"] remote = origin
	merge = refs/heads/\\
main
[old.Sub]
	key = a "b c"  d
[filter "q\\"uote"]
	clean = run "it \\"now\\"" ; quietly
[last]
	tab = a\\tb
`;

/** What git itself reads; undefined when it refuses the whole file. */
function readByGit(input: string): string[][] | undefined {
  const { stdout, status } = spawnSync('git', ['config', '--null', '--list', '--file', '-'], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  return stdout
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const at = line.indexOf('\n');
      return at === -1 ? [line, 'true'] : [line.slice(0, at), line.slice(at + 1)];
    });
}

const parsed = (text: string) => parseGitConfig(text).map(({ key, value }) => [key, value]);

describe('parsing git configuration', () => {
  it('reads the same as git itself', () => {
    expect(parsed(SAMPLE)).toEqual(readByGit(SAMPLE));
  });

  it.each([
    ['two sections on one line', '[a][filter "x"]clean = evil\n'],
    ['a comment that ends in a backslash', '# harmless \\\n[filter "x"]\nclean = evil\n'],
    ['a value whose comment ends in a backslash', '[a]\nb = c # d \\\n[filter "x"]\nclean = evil\n'],
    ['a section after one with a comment', '[a] ; [b]\n[filter "x"] clean = evil'],
    ['a name on its own before another', '[filter "x"]\nrequired\nclean = ev\\\nil\n'],
    ['a form feed, which is no space', '[filter "x"]\nsmudge =\f\nclean = evil\n'],
    ['line ends of Windows', '[filter "x"]\r\n\tclean = ev\\\r\nil\r\n'],
  ])('sees what git sees behind %s', (_what, text) => {
    expect(parsed(text)).toContainEqual(['filter.x.clean', 'evil']);
    expect(parsed(text)).toEqual(readByGit(text));
  });

  it('finds every setting of any text that git takes', () => {
    const piece = fc.constantFrom(
      ...['[a]', '[filter "x"]', '[ "y"]', '[old.Sub]', '[b "q\\"]"]', 'clean', ' = ', '=', 'evil', '#', ';'],
      ...['\n', '\n', '\n', '\r\n', '\\', '\\\n', '"', ' ', '\t', '\\n', '[', ']', '.', '-', 'é', '\f'],
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (input) => {
        const byGit = readByGit(input);
        const inSection = ([key]: string[]) => /^[^.]+\./.test(key ?? '');
        // git of some versions turns tabs inside a value into spaces.
        const plain = (entries: string[][]) =>
          entries.filter(inSection).map(([key, value]) => [key, value?.replace(/\s/g, ' ')]);
        if (byGit) expect(plain(parsed(input))).toEqual(plain(byGit));
      }),
      { numRuns: 400 },
    );
  });

  it('makes the best of garbage', () => {
    expect(parseGitConfig('[core\n\0\0= x\n]\n[ok]\nkey=value\n')).toMatchObject([
      { key: 'ok.key', value: 'value' },
    ]);
    expect(parseGitConfig('key = outside any section')).toEqual([]);
  });
});

describe('what a configuration makes git run', () => {
  const executed = (text: string) => executedByConfig(parseGitConfig(text));

  it('leaves out what is harmless', () => {
    expect(
      executed(
        '[core]\nfsmonitor = true\nbare = false\n[alias]\nst = status\n[remote "o"]\nurl = https://x\n',
      ),
    ).toEqual([]);
    expect(executed('[filter "x"]\nclean =\n')).toEqual([]);
  });

  it('lists what lets a remote be a program', () => {
    expect(executed('[protocol "ext"]\nallow = always\n[url "ext::sh"]\ninsteadOf = x:\n')).toHaveLength(2);
    expect(executed('[protocol "ext"]\nallow = never\n')).toEqual([]);
  });

  it('keeps hostile values on one short line', () => {
    const [line = ''] = executed(`[core]\nfsmonitor = "evil\\n\u202e${'x'.repeat(500)}"\n`);
    expect(line).toMatch(/^core\.fsmonitor = evil x+…$/);
    expect(line.length).toBeLessThan(230);
  });
});
