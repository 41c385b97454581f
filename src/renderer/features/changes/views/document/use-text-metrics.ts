import { type RefObject, useLayoutEffect, useState } from 'react';

export interface TextMetrics {
  /** Inner width of the element and height of its window, in pixels. */
  width: number;
  height: number;
  /** Advance of one character of the code font. */
  charWidth: number;
}

const PROBE = 100;

/** Measures the scroller and its font; `null` before the first layout. */
export function useTextMetrics(
  scroller: RefObject<HTMLElement | null>,
  className: string,
): TextMetrics | null {
  const [metrics, setMetrics] = useState<TextMetrics | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const probe = document.createElement('span');
    probe.className = className;
    probe.textContent = '0'.repeat(PROBE);
    function measure(target: HTMLElement): void {
      target.append(probe);
      const charWidth = probe.getBoundingClientRect().width / PROBE;
      probe.remove();
      const { clientWidth: width, clientHeight: height } = target;
      setMetrics((before) =>
        before?.width === width && before.height === height && before.charWidth === charWidth
          ? before
          : { width, height, charWidth },
      );
    }
    const observer = new ResizeObserver(() => measure(element));
    observer.observe(element);
    measure(element);
    return () => observer.disconnect();
  }, [scroller, className]);
  return metrics;
}
