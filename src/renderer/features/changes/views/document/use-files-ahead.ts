import { useEffect, useMemo } from 'react';
import type { Change } from '../../../../../shared/domain/change';
import { blocksAhead, type DocumentLayout, type VisibleBlock } from '../../model/document-layout';
import { colourAhead } from './use-chunk-tokens';

interface Shown {
  visible: readonly VisibleBlock[];
  /** The way the reader goes. */
  up: boolean;
}

/**
 * The files that come next, up to `distance` pixels beyond those on screen. Their lines are coloured as soon as they are
 * known, so that a file which comes on screen is drawn once.
 */
export function useFilesAhead(
  changes: readonly Change[],
  layout: DocumentLayout,
  { visible, up }: Shown,
  distance: number,
): readonly Change[] {
  const indices = useMemo(() => blocksAhead(layout, visible, up, distance), [layout, visible, up, distance]);
  useEffect(() => {
    const abort = new AbortController();
    for (const index of indices) {
      const diff = layout.blocks[index]?.body.diff;
      if (diff) colourAhead(diff, changes[index]?.path ?? '', abort.signal);
    }
    return () => abort.abort();
  }, [indices, layout, changes]);
  return useMemo(() => indices.flatMap((index) => changes[index] ?? []), [indices, changes]);
}
