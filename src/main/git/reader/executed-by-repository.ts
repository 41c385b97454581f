import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigEntry } from '../parse-git-config';

const MAX_LISTED = 50;
const MAX_HOOK_FILES = 1_000;

/** Settings whose value is a program, or leads git to settings and programs that were not looked at. */
const PROGRAM_KEYS = [
  /^core\.(sshcommand|gitproxy|editor|pager|askpass|hookspath|alternaterefscommand)$/,
  /^(sequence\.editor|diff\.external|web\.browser|interactive\.difffilter)$/,
  /^filter\..*\.(clean|smudge|process)$/,
  /^diff\..*\.(command|textconv)$/,
  /^merge\..*\.driver$/,
  /^credential\.(.*\.)?helper$/,
  /^gpg\.(.*\.)?(program|defaultkeycommand)$/,
  /^(hook|tar|trailer)\..*\.(command|cmd)$/,
  /^(browser|man|mergetool|difftool)\..*\.cmd$/,
  /^pager\./,
  /^remote\..*\.(uploadpack|receivepack|vcs)$/,
  /^uploadpack\.packobjectshook$/,
  /^(sendemail\..*cmd|guitool\..*\.cmd)$/,
  /^include\.path$/,
  /^includeif\..*\.path$/,
];

/** What these settings of a repository itself would make git run, one sentence fragment each. */
export function executedByConfig(entries: readonly ConfigEntry[]): string[] {
  return entries.filter(runsSomething).map(({ key, value }) => `${printable(key)} = ${printable(value)}`);
}

function runsSomething({ section, subsection, name, key, value }: ConfigEntry): boolean {
  if (value === '') return false;
  const lower = key.toLowerCase();
  if (lower === 'core.fsmonitor') return !/^(true|false|yes|no|on|off|1|0)$/i.test(value);
  if (section === 'alias' || (section === 'submodule' && name === 'update')) return value.startsWith('!');
  if (name === 'url' || name === 'pushurl') return value.startsWith('ext::');
  if (section === 'protocol' && name === 'allow') return value.toLowerCase() !== 'never';
  if (section === 'url') return (subsection ?? '').startsWith('ext::');
  return PROGRAM_KEYS.some((pattern) => pattern.test(lower));
}

/** Hooks that are switched on: every file in the hooks folder that git could run. */
export async function activeHooks(commonDir: string): Promise<string[]> {
  const folder = join(commonDir, 'hooks');
  const hooks: string[] = [];
  let seen = 0;
  for await (const entry of await opendir(folder).catch(() => [])) {
    if (++seen > MAX_HOOK_FILES) return [...hooks, 'more files in the hooks folder than were looked at'];
    if (entry.name.endsWith('.sample')) continue;
    const stats = await stat(join(folder, entry.name)).catch(() => null);
    const runnable = process.platform === 'win32' || ((stats?.mode ?? 0) & 0o111) !== 0;
    if (stats?.isFile() && runnable) hooks.push(`hook ${printable(entry.name)}`);
  }
  return hooks.sort();
}

/** Keeps a list readable whatever a hostile repository put into it. */
export function capList(items: readonly string[]): string[] {
  if (items.length <= MAX_LISTED) return [...items];
  return [...items.slice(0, MAX_LISTED), `and ${items.length - MAX_LISTED} more`];
}

function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
