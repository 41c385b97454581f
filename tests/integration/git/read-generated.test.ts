import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readGenerated } from '../../../src/main/git/changes/read-generated';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

it('tells what the attributes of a worktree call generated, or expressly not', async () => {
  const root = makeRepository(join(temporaryFolder(), 'sample'));
  const attributes = [
    'api/** linguist-generated',
    '*.pb.go linguist-generated=true',
    'vendor/ours/** -linguist-generated',
    'other linguist-generated=maybe',
  ];
  writeFileSync(join(root, '.gitattributes'), attributes.join('\n'));
  const paths = ['api/größe\n.ts', 'a.pb.go', 'vendor/ours/x.go', 'other', 'README.md', 'gone/-n'];
  const bytes = { path: 'odd\ufffd', pathBytes: Buffer.from([0x6f, 0xff]).toString('base64') };
  expect(await readGenerated(root, [...paths.map((path) => ({ path })), bytes])).toEqual([
    { path: 'api/größe\n.ts', generated: true },
    { path: 'a.pb.go', generated: true },
    { path: 'vendor/ours/x.go', generated: false },
  ]);
  expect(await readGenerated(root, [])).toEqual([]);
});
