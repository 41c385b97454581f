import { describe, expect, it } from 'vitest';
import { compareUrl, readForge } from '../../../src/main/services/finish/compare-url';

function page(address: string): string | undefined {
  const forge = readForge(address);
  return forge && compareUrl(forge, 'main', 'coppice/fix #1');
}

describe('the page that opens a pull request', () => {
  it.each([
    [
      'git@github.com:owner/repo.git',
      'https://github.com/owner/repo/compare/main...coppice/fix%20%231?expand=1',
    ],
    [
      'https://user:secret@github.com/owner/repo',
      'https://github.com/owner/repo/compare/main...coppice/fix%20%231?expand=1',
    ],
    [
      'ssh://git@github.example.org:2222/owner/repo.git/',
      'https://github.example.org/owner/repo/compare/main...coppice/fix%20%231?expand=1',
    ],
    [
      'git@ssh.github.com:owner/repo.git',
      'https://github.com/owner/repo/compare/main...coppice/fix%20%231?expand=1',
    ],
    [
      'https://gitlab.example.org:8443/group/sub/repo.git',
      'https://gitlab.example.org:8443/group/sub/repo/-/merge_requests/new?merge_request%5Bsource_branch%5D=coppice%2Ffix%20%231&merge_request%5Btarget_branch%5D=main',
    ],
    [
      'git@bitbucket.org:team/repo.git',
      'https://bitbucket.org/team/repo/pull-requests/new?source=coppice%2Ffix%20%231&dest=main',
    ],
    ['https://codeberg.org/o/r.git', 'https://codeberg.org/o/r/compare/main...coppice/fix%20%231'],
    ['https://git.example.org/o/r', 'https://git.example.org/o/r/compare/main...coppice/fix%20%231'],
    [
      'git@ssh.dev.azure.com:v3/org/My%20Project/repo',
      'https://dev.azure.com/org/My%20Project/_git/repo/pullrequestcreate?sourceRef=coppice%2Ffix%20%231&targetRef=main',
    ],
    [
      'https://org@dev.azure.com/org/project/_git/repo',
      'https://dev.azure.com/org/project/_git/repo/pullrequestcreate?sourceRef=coppice%2Ffix%20%231&targetRef=main',
    ],
  ])('for %s', (address, expected) => {
    expect(page(address)).toBe(expected);
  });

  it.each(['/srv/git/repo.git', 'C:\\repos\\x', 'file:///srv/repo', '../sibling', '', 'ext::sh -c x'])(
    'does not exist for %s',
    (address) => {
      expect(page(address)).toBeUndefined();
    },
  );
});
