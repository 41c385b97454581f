import type { BenchApp } from './app';
import type { Delays } from './loop-watch';

export interface MainLoop {
  /** Milliseconds between two turns of a 1 ms timer, on the clock: other programs included. */
  wall: Delays;
  /** The same in CPU time of the main thread: what its own work is to blame for. */
  cpu: Delays;
}

type Watched = typeof globalThis & { benchLoop?: () => MainLoop };

/** Watches the event loop of the app's main process until the returned function is called. */
export async function watchMain({ app }: BenchApp): Promise<() => Promise<MainLoop>> {
  await app.evaluate(watch);
  return () =>
    app.evaluate(() => {
      const { benchLoop } = globalThis as Watched;
      if (!benchLoop) throw new Error('The loop is not watched');
      return benchLoop();
    });
}

/** Runs in the main process, which has no `require` there. */
function watch(): void {
  const { openSync, readSync, closeSync } = process.getBuiltinModule('node:fs');
  const { createHistogram, monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
  const isLinux = process.platform === 'linux';
  const fd = isLinux ? openSync(`/proc/self/task/${process.pid}/schedstat`, 'r') : -1;
  const buffer = Buffer.alloc(64);
  const cpuNow = () => {
    if (!isLinux) return process.cpuUsage().user / 1000;
    const size = readSync(fd, buffer, 0, buffer.length, 0);
    return Number.parseInt(buffer.toString('latin1', 0, size), 10) / 1e6;
  };
  const wall = monitorEventLoopDelay({ resolution: 1 });
  const cpu = createHistogram();
  let last = cpuNow();
  const ticker = setInterval(() => {
    const now = cpuNow();
    cpu.record(Math.max(1, Math.round((now - last) * 1e6)));
    last = now;
  }, 1);
  wall.enable();
  const delays = (histogram: { percentile(p: number): number; max: number }) => ({
    p50: histogram.percentile(50) / 1e6,
    p99: histogram.percentile(99) / 1e6,
    max: histogram.max / 1e6,
  });
  (globalThis as Watched).benchLoop = () => {
    wall.disable();
    clearInterval(ticker);
    if (isLinux) closeSync(fd);
    return { wall: delays(wall), cpu: delays(cpu) };
  };
}
