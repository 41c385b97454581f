import { fileKey } from '../../../shared/domain/file-key';
import { groupBy } from '../../../shared/group-by';
import type { ChosenChange } from '../../../shared/ipc/contract';

/** The same choice with one entry for each file as it was shown: parts named one by one are one part of it. */
export function joinParts(changes: readonly ChosenChange[]): ChosenChange[] {
  const files = groupBy(changes, (change) => {
    const { oldOid, newOid, oldMode, newMode } = change;
    return [fileKey(change), oldOid, newOid, oldMode, newMode].join('\n');
  });
  return [...files.values()].map((entries) => {
    const [{ part: _part, ...shown }] = entries as [ChosenChange];
    const parts = entries.flatMap(({ part }) => part ?? []);
    // Whoever chose the whole file as well meant all of it.
    if (parts.length < entries.length) return shown;
    const mode = parts.some((part) => part.mode);
    const lines = { old: parts.flatMap((part) => part.old), new: parts.flatMap((part) => part.new) };
    return { ...shown, part: { ...lines, ...(mode && { mode }) } };
  });
}
