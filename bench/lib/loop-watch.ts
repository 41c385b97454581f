import { closeSync, openSync, readSync } from 'node:fs';
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoopFigures {
  seconds: number;
  /** Milliseconds between two turns of a 1 ms timer, on the clock: what a user feels, other programs included. */
  wall: Delays;
  /** The same in CPU time of this thread: what its own work is to blame for. */
  cpu: Delays;
  /** CPU milliseconds of this thread in all. */
  cpuMs: number;
  /** Resident memory in MB: at the start, at the end, and how it grew per minute over the second half. */
  rss: { before: number; after: number; perMinute: number };
}

export interface Delays {
  p50: number;
  p99: number;
  max: number;
}

const MB = 1024 * 1024;
const TICK = 1;

/** Watches this thread until the returned function is called, which gives the figures. */
export function watchLoop(): () => LoopFigures {
  const clock = threadClock();
  const wall = monitorEventLoopDelay({ resolution: TICK });
  const cpu = createHistogram();
  const memory: { at: number; rss: number }[] = [];
  const sample = () => memory.push({ at: performance.now(), rss: process.memoryUsage.rss() / MB });
  globalThis.gc?.();
  sample();
  const started = performance.now();
  const cpuBefore = clock.now();
  let last = cpuBefore;
  const ticker = setInterval(() => {
    const now = clock.now();
    cpu.record(Math.max(1, Math.round((now - last) * 1e6)));
    last = now;
  }, TICK);
  const sampler = setInterval(sample, 250);
  wall.enable();
  return () => {
    wall.disable();
    clearInterval(ticker);
    clearInterval(sampler);
    const cpuMs = clock.now() - cpuBefore;
    clock.close();
    const seconds = (performance.now() - started) / 1000;
    sample();
    return { seconds, wall: delays(wall), cpu: delays(cpu), cpuMs, rss: growth(memory) };
  };
}

function delays(histogram: { percentile(p: number): number; max: number }): Delays {
  return {
    p50: histogram.percentile(50) / 1e6,
    p99: histogram.percentile(99) / 1e6,
    max: histogram.max / 1e6,
  };
}

/** The slope of a straight line through the samples of the second half. */
function growth(samples: readonly { at: number; rss: number }[]) {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = mean(half.map((sample) => sample.at));
  const rss = mean(half.map((sample) => sample.rss));
  const up = half.reduce((sum, sample) => sum + (sample.at - at) * (sample.rss - rss), 0);
  const across = half.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  const perMinute = across > 0 ? (up / across) * 60_000 : 0;
  return { before: samples[0]?.rss ?? 0, after: samples.at(-1)?.rss ?? 0, perMinute };
}

/** CPU milliseconds of the main thread where the system tells (Linux), else of the whole process. */
function threadClock() {
  if (process.platform !== 'linux') {
    const now = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    return { now, close() {} };
  }
  const fd = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const buffer = Buffer.alloc(64);
  const now = () => {
    const read = readSync(fd, buffer, 0, buffer.length, 0);
    return Number.parseInt(buffer.toString('latin1', 0, read), 10) / 1e6;
  };
  return { now, close: () => closeSync(fd) };
}
