import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { executedByConfig } from '../../../src/main/git/executed-by-repository';
import { parseGitConfig } from '../../../src/main/git/parse-git-config';

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

describe('parsing git configuration', () => {
  it('reads the same as git itself', () => {
    const { stdout, status } = spawnSync('git', ['config', '--null', '--list', '--file', '-'], {
      input: SAMPLE,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    const byGit = stdout
      .split('\0')
      .filter(Boolean)
      .map((line) => {
        const at = line.indexOf('\n');
        return at === -1 ? [line, 'true'] : [line.slice(0, at), line.slice(at + 1)];
      });
    expect(parseGitConfig(SAMPLE).map(({ key, value }) => [key, value])).toEqual(byGit);
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

  it('keeps hostile values on one short line', () => {
    const [line = ''] = executed(`[core]\nfsmonitor = "evil\\n\u202e${'x'.repeat(500)}"\n`);
    expect(line).toMatch(/^core\.fsmonitor = evil x+…$/);
    expect(line.length).toBeLessThan(230);
  });
});
