import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPullRequest } from '../../../src/main/services/finish/open-pull-request';
import { temporaryFolder } from '../../support/test-store';

/** A program on a PATH of its own that notes its arguments and input, and is signed in or not. */
function fakeForge(name: 'gh' | 'glab', options: { signedIn?: boolean; create: string }) {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = join(bin, name);
  const { signedIn = true, create } = options;
  writeFileSync(
    program,
    `#!/bin/sh
printf '%s\\n' "$@" >> '${folder}/said'
if [ "$1" = auth ]; then exit ${signedIn ? 0 : 1}; fi
cat > '${folder}/body'
${create}
`,
  );
  chmodSync(program, 0o755);
  const input = {
    cwd: folder,
    env: { PATH: `${bin}:/usr/bin:/bin` },
    target: 'main',
    branch: 'coppice/fix',
    title: 'Fix "it"',
    body: 'Line one\n$(touch evil)\n',
    extraFolders: [],
  };
  return { folder, input, said: () => readFileSync(join(folder, 'said'), 'utf8').split('\n') };
}

describe('a pull request', () => {
  it('is opened by gh when it is signed in at the host of the remote', async () => {
    const url = 'https://github.com/owner/repo/pull/7';
    const { folder, input, said } = fakeForge('gh', { create: `echo ${url}` });
    const remoteUrl = 'git@github.com:owner/repo.git';
    expect(await openPullRequest({ ...input, remoteUrl })).toEqual({ kind: 'opened', url });
    expect(said()).toContain('github.com/owner/repo');
    expect(said()).toContain('Fix "it"');
    expect(readFileSync(join(folder, 'body'), 'utf8')).toBe(input.body);
  });

  it('is opened by glab for a GitLab, also one of your own', async () => {
    const url = 'https://git.example.org/g/s/r/-/merge_requests/1';
    const { input } = fakeForge('glab', { create: `echo "!1 created"; echo ${url}` });
    const remoteUrl = 'https://git.example.org/g/s/r.git';
    expect(await openPullRequest({ ...input, remoteUrl })).toEqual({ kind: 'opened', url });
  });

  it('is a page when the program is not signed in there, or not installed', async () => {
    const { input } = fakeForge('gh', { signedIn: false, create: 'exit 1' });
    const github = await openPullRequest({ ...input, remoteUrl: 'https://github.com/o/r' });
    expect(github).toMatchObject({ kind: 'page', reason: expect.stringContaining('gh auth login') });
    expect(github.url).toBe('https://github.com/o/r/compare/main...coppice/fix?expand=1');
    const gitlab = await openPullRequest({ ...input, remoteUrl: 'https://gitlab.com/o/r' });
    expect(gitlab).toMatchObject({ kind: 'page' });
  });

  it('that exists already is shown, and a refusal is told with what the program said', async () => {
    const url = 'https://github.com/o/r/pull/3';
    const exists = fakeForge('gh', { create: `echo "a pull request already exists: ${url}" >&2; exit 1` });
    const remoteUrl = 'https://github.com/o/r';
    expect(await openPullRequest({ ...exists.input, remoteUrl })).toEqual({ kind: 'opened', url });
    const refuses = fakeForge('gh', { create: 'echo "no commits between main and fix" >&2; exit 1' });
    await expect(openPullRequest({ ...refuses.input, remoteUrl })).rejects.toMatchObject({
      message: 'gh did not open a pull request.',
      detail: 'no commits between main and fix',
    });
  });

  it('can be called off while the program hangs', async () => {
    const { folder, input } = fakeForge('gh', { create: 'echo on > started; sleep 600' });
    const abort = new AbortController();
    const opening = openPullRequest({ ...input, remoteUrl: 'https://github.com/o/r', signal: abort.signal });
    const { vi } = await import('vitest');
    await vi.waitFor(() => readFileSync(join(folder, 'started')), { timeout: 20_000 });
    abort.abort(new Error('called off'));
    await expect(opening).rejects.toThrow('called off');
  });

  it('needs a remote with web pages', async () => {
    const { input } = fakeForge('gh', { create: '' });
    await expect(openPullRequest({ ...input, remoteUrl: '/srv/repo.git' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});
