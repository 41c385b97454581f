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
  /** Resident memory and JavaScript's heap in MB. */
  rss: Growth;
  heap: Growth;
}

/**
 * At the start, at the end, and how its low points grew per minute over the last two thirds: a straight line through the
 * lowest sample of each half minute. What lies above is garbage that was not collected yet.
 */
export interface Growth {
  before: number;
  after: number;
  perMinute: number;
}

interface Sample {
  at: number;
  rss: number;
  heap: number;
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
  const memory: Sample[] = [];
  const sample = () => {
    const { rss, heapUsed } = process.memoryUsage();
    memory.push({ at: performance.now(), rss: rss / MB, heap: heapUsed / MB });
  };
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
    return {
      seconds,
      wall: delays(wall),
      cpu: delays(cpu),
      cpuMs,
      rss: growth(memory, 'rss'),
      heap: growth(memory, 'heap'),
    };
  };
}

/** The same figures of single values. */
export function delaysOf(values: readonly number[]): Delays {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}

function delays(histogram: { percentile(p: number): number; max: number }): Delays {
  return {
    p50: histogram.percentile(50) / 1e6,
    p99: histogram.percentile(99) / 1e6,
    max: histogram.max / 1e6,
  };
}

const WINDOW_MS = 30_000;

function lowPoints(samples: readonly Sample[], of: 'rss' | 'heap'): Sample[] {
  const lowest = new Map<number, Sample>();
  for (const sample of samples) {
    const window = Math.floor(sample.at / WINDOW_MS);
    const known = lowest.get(window);
    if (!known || sample[of] < known[of]) lowest.set(window, sample);
  }
  return [...lowest.values()];
}

function growth(samples: readonly Sample[], of: 'rss' | 'heap'): Growth {
  const late = lowPoints(samples.slice(Math.floor(samples.length / 3)), of);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = mean(late.map((sample) => sample.at));
  const level = mean(late.map((sample) => sample[of]));
  const up = late.reduce((sum, sample) => sum + (sample.at - at) * (sample[of] - level), 0);
  const across = late.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  const perMinute = across > 0 ? (up / across) * 60_000 : 0;
  return { before: samples[0]?.[of] ?? 0, after: samples.at(-1)?.[of] ?? 0, perMinute };
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
