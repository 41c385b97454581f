import { expect, it } from 'vitest';
import { readHunks } from '../../../src/main/git/changes/read-diff';
import { readManyHunks } from '../../../src/main/git/changes/read-many-diffs';
import { storeBlobs } from '../../../src/main/git/decisions/store-blobs';
import { gitSandbox } from './git-sandbox';
import { hostileConfig } from './hostile-config';

const lines = (count: number, change: (line: string, at: number) => string = (line) => line) =>
  Array.from({ length: count }, (_, at) => change(`line ${at}\n`, at)).join('');

/** Texts that git prints patches of in every way it has. */
const texts = [
  '',
  'one\n',
  'one',
  'one\r\n',
  lines(60),
  lines(60, (line, at) => (at % 20 === 7 ? `${line}more\n` : line)),
  lines(60, (line, at) => (at === 3 ? 'diff --git a/1 b/1\n--- a/1\n+++ b/1\n@@ -1 +1 @@\n' : line)),
  lines(60, (line) => line.replace('\n', '\r\n')),
  '\n\n\n',
  `${'long '.repeat(4_000)}\nnext\n`,
  'a\0b\n',
  '\ufffd\u2028 text\nand \\ No newline at end of file\n',
];

it('many patches at once are those of each pair of blobs alone, whatever the user configured', async () => {
  const sandbox = gitSandbox();
  hostileConfig(sandbox);
  sandbox.write('a', 'a\n');
  sandbox.commitAll('base');
  const root = sandbox.repository;
  const oids = [
    ...(await storeBlobs(
      root,
      texts.map((text) => Buffer.from(text)),
    )),
    '0'.repeat(40),
  ];
  expect(oids.slice(0, -1)).toEqual(
    await Promise.all(texts.map(async (text) => (await storeBlobs(root, [Buffer.from(text)]))[0])),
  );
  const pairs = oids
    .flatMap((oldOid) => oids.map((newOid) => ({ oldOid, newOid })))
    .filter(({ oldOid, newOid }) => !/^0+$/.test(oldOid) || !/^0+$/.test(newOid));
  const together = await readManyHunks(root, pairs, (hunks) => hunks);
  const alone = [];
  for (const pair of pairs) alone.push(await readHunks(root, pair));
  expect(together).toEqual(alone);
  expect(await readManyHunks(root, [], (hunks) => hunks)).toEqual([]);
}, 120_000);
