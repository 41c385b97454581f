import { expect, test } from 'vitest';
import { openPaths } from '../../../src/main/app/open-paths';

test('takes the folders of a packaged app, from where they were typed', () => {
  expect(openPaths(['/usr/bin/coppice', '.', '/srv/repo'], '/home/ada/work', false)).toEqual([
    '/home/ada/work',
    '/srv/repo',
  ]);
});

test('leaves out the folder of an app that runs from its sources', () => {
  expect(openPaths(['electron', '/opt/coppice'], '/', true)).toEqual([]);
  expect(openPaths(['electron', '/opt/coppice', '/srv/repo'], '/', true)).toEqual(['/srv/repo']);
});

test('a switch before the own folder does not make that folder one to open', () => {
  expect(openPaths(['electron', '--no-sandbox', '/opt/coppice'], '/', true)).toEqual([]);
  expect(openPaths(['electron', '--no-sandbox', '/opt/coppice', '/srv/repo', '--trace'], '/', true)).toEqual([
    '/srv/repo',
  ]);
});
