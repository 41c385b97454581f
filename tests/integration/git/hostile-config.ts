import { join } from 'node:path';
import { type GitSandbox, makeExecutable } from './git-sandbox';

/** A user configuration that changes or runs whatever git lets it; every program in it leaves a mark in `ran`. */
export function hostileConfig(sandbox: GitSandbox): { ran: string } {
  const { home } = sandbox;
  const ran = join(home, 'ran');
  const evil = join(home, 'evil');
  sandbox.write('evil', `#!/bin/sh\necho "$0 $@" >> '${ran}'\nexit 1\n`, home);
  makeExecutable(evil);
  for (const hook of [
    'pre-commit',
    'post-checkout',
    'post-commit',
    'reference-transaction',
    'post-index-change',
  ]) {
    sandbox.write(`hooks/${hook}`, `#!/bin/sh\necho ${hook} >> '${ran}'\nexit 1\n`, home);
    makeExecutable(join(home, 'hooks', hook));
  }
  sandbox.write('attributes', '* -diff\n*.md diff=evil\n', home);
  sandbox.write('order', '*.zzz\n', home);
  sandbox.write(
    '.gitconfig',
    `[user]
	name = Ada Lovelace
	email = ada@example.com
[init]
	defaultBranch = trunk
	templateDir = ${home}
[core]
	hooksPath = ${home}/hooks
	fsmonitor = ${evil}
	pager = ${evil}
	editor = ${evil}
	attributesFile = ${home}/attributes
	quotePath = true
	abbrev = 4
	safecrlf = true
	logAllRefUpdates = always
	splitIndex = true
	untrackedCache = true
	commentChar = "S"
[feature]
	manyFiles = true
[diff]
	noprefix = true
	mnemonicPrefix = true
	external = ${evil}
	context = 0
	interHunkContext = 50
	renames = false
	algorithm = patience
	orderFile = ${home}/no-such-order
	ignoreSubmodules = all
	colorMoved = zebra
	suppressBlankEmpty = true
	submodule = log
	relative = true
	wsErrorHighlight = all
[diff "evil"]
	textconv = ${evil}
	command = ${evil}
[color]
	ui = always
[column]
	ui = always
[status]
	showUntrackedFiles = no
	branch = true
	showStash = true
	renames = copies
	relativePaths = true
[log]
	showSignature = true
	decorate = full
	follow = true
	mailmap = true
	date = relative
[format]
	pretty = oneline
[commit]
	gpgSign = true
	template = ${home}/order
	cleanup = strip
[gpg]
	program = ${evil}
[submodule]
	recurse = true
[i18n]
	commitEncoding = ISO-8859-1
	logOutputEncoding = UTF-16
[apply]
	whitespace = fix
[gc]
	auto = 1
`,
    home,
  );
  return { ran };
}
