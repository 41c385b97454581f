import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeadState } from '../../../shared/domain/repository';
import { readCapped } from './read-capped';

const OID = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const MAX_REF = 4_096;
const MAX_PACKED = 64 << 20;
const MAX_LOOSE = 20_000;

/** HEAD as its files have it, or why they cannot be understood. */
export async function readHead(
  gitDir: string,
  commonDir: string,
): Promise<HeadState | { kind: 'broken'; reason: string }> {
  const text = (await readCapped(join(gitDir, 'HEAD'), MAX_REF))?.text.trim();
  if (!text) return { kind: 'broken', reason: 'Its HEAD is empty.' };
  if (OID.test(text)) return { kind: 'detached', commit: text };
  const ref = /^ref: (refs\/[^\0\n]+)$/.exec(text)?.[1];
  if (!ref || ref.split('/').includes('..'))
    return { kind: 'broken', reason: 'Its HEAD says nothing git understands.' };
  const branch = ref.replace(/^refs\/heads\//, '');
  const loose = (await readCapped(join(commonDir, ref), MAX_REF))?.text.trim();
  if (loose !== undefined && !OID.test(loose))
    return { kind: 'broken', reason: `Its branch ${branch} is damaged.` };
  const commit = loose ?? (await readPackedRefs(commonDir)).get(ref);
  return commit ? { kind: 'branch', branch, commit } : { kind: 'unborn', branch };
}

/** Branches by full name, loose ones before packed ones. Symbolic refs are left out. */
export async function readBranchRefs(commonDir: string): Promise<Map<string, string>> {
  const refs = new Map(
    [...(await readPackedRefs(commonDir))].filter(([name]) => /^refs\/(heads|remotes)\//.test(name)),
  );
  for (const top of ['refs/heads', 'refs/remotes']) await addLoose(commonDir, top, refs);
  return refs;
}

async function readPackedRefs(commonDir: string): Promise<Map<string, string>> {
  const packed = await readCapped(join(commonDir, 'packed-refs'), MAX_PACKED);
  const refs = new Map<string, string>();
  for (const line of packed?.text.split('\n') ?? []) {
    const [oid = '', name] = line.split(' ');
    if (name && OID.test(oid)) refs.set(name, oid);
  }
  return refs;
}

async function addLoose(commonDir: string, folder: string, refs: Map<string, string>): Promise<void> {
  for (const entry of await readdir(join(commonDir, folder), { withFileTypes: true }).catch(() => [])) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await addLoose(commonDir, name, refs);
    else if (entry.isFile() && refs.size < MAX_LOOSE) {
      const oid = (await readCapped(join(commonDir, name), MAX_REF))?.text.trim() ?? '';
      if (OID.test(oid)) refs.set(name, oid);
    }
  }
}
