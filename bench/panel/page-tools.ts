// Runs in the page as a script of its own: it imports nothing, and is found there as `benchTools`.

interface ScrollFigures {
  /** Milliseconds between frames. */
  frames: number[];
  /** Milliseconds of the page's own thread in each frame: scripts, style, layout and paint. */
  work: number[];
  /** Most DOM nodes at once, in the whole page. */
  nodes: number;
  /** Pixels that can be scrolled. */
  height: number;
}

const longTasks: number[] = [];
const keys: number[] = [];
const { timeOrigin } = performance;

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: 'longtask' });

window.addEventListener(
  'keydown',
  ({ timeStamp }) => void painted().then((at) => keys.push(at - timeStamp)),
  true,
);

/** Resolves after the next paint with the page's time. */
function painted(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  });
}

/** Resolves with the clock's time of the first paint in which `isTrue` holds. */
function paintedWhen(isTrue: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look(): void {
      if (!isTrue()) return;
      observer.disconnect();
      void painted().then((at) => resolve(timeOrigin + at));
    }
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  });
}

/** When a line of a diff that holds `text` was painted. */
function linePainted(text: string): Promise<number> {
  return paintedWhen(() =>
    [...document.querySelectorAll('[data-file] [data-row]')].some((row) => row.textContent?.includes(text)),
  );
}

/** When the panel was painted without any file. */
function emptyPainted(): Promise<number> {
  return paintedWhen(() => !document.querySelector('[data-file]'));
}

function diffScroller(): Element {
  const scrolls = (element: Element) =>
    element.scrollHeight > element.clientHeight && getComputedStyle(element).overflowY !== 'visible';
  let scroller = document.querySelector('[data-file]')?.parentElement ?? null;
  while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
  if (!scroller) throw new Error('Nothing scrolls');
  return scroller;
}

/** Scrolls the diffs by `step` pixels in each of `count` frames, back and forth at their ends. */
async function scrollDiffs(step: number, count: number): Promise<ScrollFigures> {
  const scroller = diffScroller();
  const height = scroller.scrollHeight - scroller.clientHeight;
  const figures: ScrollFigures = { frames: [], work: [], nodes: 0, height };
  let [by, last] = [step, 0];
  for (let frame = 0; frame <= count; frame++) {
    const at = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    if (last > 0) figures.frames.push(at - last);
    last = at;
    const began = performance.now();
    if (scroller.scrollTop + by > height || scroller.scrollTop + by < 0) by = -by;
    scroller.scrollTop += by;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => figures.work.push(performance.now() - began);
    port2.postMessage(null);
    if (frame % 20 === 0) figures.nodes = Math.max(figures.nodes, document.querySelectorAll('*').length);
  }
  return figures;
}

/** Jumps to places all over the document (0 to 1); milliseconds each until lines stand in the middle of the window. */
async function jumpInDiffs(places: readonly number[]): Promise<number[]> {
  const scroller = diffScroller();
  const { left, top, width, height } = scroller.getBoundingClientRect();
  const hasLines = () =>
    [0.2, 0.35, 0.5, 0.65, 0.8].some((part) =>
      document
        .elementFromPoint(left + width / 2, top + height * part)
        ?.closest('[data-row]')
        ?.querySelector('[data-selectable]'),
    );
  const times: number[] = [];
  for (const place of places) {
    const began = performance.now();
    scroller.scrollTop = place * (scroller.scrollHeight - scroller.clientHeight);
    let at = await painted();
    while (!hasLines() && at - began < 10_000) at = await painted();
    times.push(at - began);
  }
  return times;
}

const tools = {
  linePainted,
  emptyPainted,
  scrollDiffs,
  jumpInDiffs,
  takeLongTasks: () => longTasks.splice(0),
  takeKeys: () => keys.splice(0),
};

declare global {
  var benchTools: typeof tools;
}
globalThis.benchTools = tools;
