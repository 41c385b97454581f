import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILES = {
  'README.md': '# Paint shop\n\nMixes a colour and says how much paint a wall needs.\n',
  'src/mix.js': [
    '/** Mixes two colours, given as [red, green, blue]. */',
    'export function mixColours(first, second) {',
    '  return first.map((part, index) => Math.round((part + second[index]) / 2));',
    '}',
    '',
  ].join('\n'),
  'src/wall.js': [
    "import { mixColours } from './mix.js';",
    '',
    '/** Litres of paint for a wall of the given size in metres. */',
    'export function litresFor(width, height, coats = 2) {',
    '  return (width * height * coats) / 10;',
    '}',
    '',
    '/** The colour a wall gets, and how much of it. */',
    'export function planWall({ width, height, base, tint }) {',
    '  const colour = mixColours(base, tint);',
    '  return { colour, litres: litresFor(width, height) };',
    '}',
    '',
  ].join('\n'),
};

/** The environment of git in the demo: an identity of its own, and none of this machine's settings. */
export function gitEnvironment(folder) {
  const config = join(folder, 'gitconfig');
  writeFileSync(config, '[user]\n\tname = Ada Demo\n\temail = ada@example.com\n');
  return { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: '1' };
}

/** A `git(...args)` that runs in `folder` with `env` and answers its output. */
export function gitIn(folder, env) {
  return (...args) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } }).trimEnd();
}

/** Makes a small repository with one commit on main. */
export function makeSampleRepository(path, env) {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const git = gitIn(path, env);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Mix paint for walls');
  return git;
}
