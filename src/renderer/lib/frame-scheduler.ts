/** How long a hidden window, which paints no frames, may leave events unapplied. */
const HIDDEN_MS = 100;

/** Returns a function that runs `work` once at the next frame, however often it is called before. */
export function createFrameScheduler(work: () => void): () => void {
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  function run(): void {
    if (frame !== null) cancelAnimationFrame(frame);
    if (timer !== null) clearTimeout(timer);
    frame = null;
    timer = null;
    work();
  }
  return () => {
    if (frame !== null) return;
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, HIDDEN_MS);
  };
}
