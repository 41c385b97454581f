import type { Decided } from '../../../shared/ipc/contract';
import type { Notice } from '../../lib/toasts';
import { changesStrings as strings } from '../../strings/changes';

/** What was decided, with the way back. */
export function decidedNotice({ decision, inseparable }: Decided, undo: () => void): Notice {
  const { kind, what } = decision;
  return {
    id: 'decided',
    title: kind === 'accept' ? strings.accepted(what) : strings.rejected(what),
    ...(inseparable.length > 0 && { description: strings.inseparable(inseparable) }),
    action: { label: strings.undo, run: undo },
    ...(kind === 'accept' && { tone: 'success' }),
    timeout: inseparable.length > 0 ? 20_000 : 8_000,
  };
}

/** Decisions that waited for others and were not made. */
export function lostNotice(paths: readonly string[], count: number): Notice {
  const title = strings.waitingLost(count, paths);
  return { title, description: strings.waitingLostHint, timeout: 12_000 };
}

/** Nothing was decided, as these files were not as the reader knew them. */
export function staleNotice(paths: readonly string[]): Notice {
  const timeout = paths.length > 1 ? 20_000 : 12_000;
  return { title: strings.stale(paths), description: strings.staleHint(paths), timeout };
}
