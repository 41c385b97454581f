import { type RefObject, useEffect, useMemo } from 'react';
import { changesStrings as strings } from '../../../../strings/changes';
import { codeColumns } from '../../model/code-columns';
import type { DiffLayout } from '../../model/diff-rows';
import type { DocumentLayout } from '../../model/document-layout';
import { widestLine } from '../../model/widest-line';
import styles from './sideways-bar.module.css';
import type { TextMetrics } from './use-text-metrics';

interface SidewaysBarProps {
  /** The bar itself, while there is something to scroll. */
  ref: RefObject<HTMLDivElement | null>;
  scroller: RefObject<HTMLElement | null>;
  layout: DocumentLayout;
  diffLayout: DiffLayout;
  metrics: TextMetrics;
}

/** One scroll bar moves the code of all files sideways, both sides at once; numbers and bars stay put. */
export function SidewaysBar({ ref: bar, scroller, layout, diffLayout, metrics }: SidewaysBarProps) {
  const widest = useMemo(() => widestLine(layout), [layout]);
  const { width, charWidth } = metrics;
  const digits = layout.blocks.reduce((most, { body }) => Math.max(most, body.digits), 3);
  const overflow = Math.max(0, (widest + 2 - codeColumns(diffLayout, width, charWidth, digits)) * charWidth);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    function onWheel(event: WheelEvent): void {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (!bar.current || sideways === 0 || (!event.shiftKey && Math.abs(event.deltaY) > Math.abs(sideways)))
        return;
      bar.current.scrollLeft += sideways;
      event.preventDefault();
    }
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.style.removeProperty('--code-x');
    };
  }, [scroller, bar]);
  if (overflow === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scroll bar is no fieldset
    <div
      ref={bar}
      role="group"
      aria-label={strings.horizontal}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll bar must be reachable by keyboard
      tabIndex={0}
      className={styles.bar}
      onScroll={(event) =>
        scroller.current?.style.setProperty('--code-x', `${-event.currentTarget.scrollLeft}px`)
      }
    >
      <div style={{ width: width + overflow, height: 1 }} />
    </div>
  );
}
