import { chmodSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { becomeOrdinaryUser } from '../../support/ordinary-user';
import { gitSandbox } from './git-sandbox';
import { builtin, SessionFixture, user } from './session-fixture';

const repositories: [string, number][] = [
  ['a repository whose index small checkpoints leave behind', 0],
  ['any other', 2_000_000],
];

it.each(repositories)(
  'files of a folder that becomes a repository stay as they were, in %s',
  async (_what, largeIndexBytes) => {
    const sandbox = gitSandbox();
    sandbox.write('a.txt', 'one\n');
    sandbox.commitAll('base');
    const fixture = await SessionFixture.open(sandbox, { largeIndexBytes });
    const held = (commit: string) => fixture.git('ls-tree', '-r', '--name-only', commit).split('\n');
    await fixture.chain.take({ author: user });
    fixture.write('made/by-agent.txt', 'by the agent\n');
    const first = await fixture.chain.take({ author: builtin });
    expect(held(first.commit)).toEqual(['a.txt', 'made/by-agent.txt']);
    // As scaffolding tools do.
    sandbox.git(['init', '--quiet'], fixture.file('made'));
    sandbox.git(['commit', '--quiet', '--allow-empty', '--message', 'Initial'], fixture.file('made'));
    const second = await fixture.chain.take({ author: user });
    expect(held(second.commit)).toEqual(['a.txt', 'made/by-agent.txt']);
    expect(second.changedFromPrevious).toBe(false);
  },
);

it.each(repositories)(
  'files of a folder that cannot be looked into any more stay as they were, in %s',
  async (_what, largeIndexBytes) => {
    const sandbox = gitSandbox();
    sandbox.write('a.txt', 'one\n');
    sandbox.commitAll('base');
    const fixture = await SessionFixture.open(sandbox, { largeIndexBytes });
    becomeOrdinaryUser(sandbox.home);
    const held = (commit: string) => fixture.git('ls-tree', '-r', '--name-only', commit).split('\n');
    await fixture.chain.take({ author: user });
    fixture.write('made/by-agent.txt', 'by the agent\n');
    const first = await fixture.chain.take({ author: builtin });
    expect(held(first.commit)).toEqual(['a.txt', 'made/by-agent.txt']);
    chmodSync(fixture.file('made'), 0);
    onTestFinished(() => chmodSync(fixture.file('made'), 0o755));
    const second = await fixture.chain.take({ author: user });
    expect(second.skipped).toEqual([{ path: 'made', reason: 'unreadable' }]);
    expect(held(second.commit)).toEqual(['a.txt', 'made/by-agent.txt']);
  },
);
