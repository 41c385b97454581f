import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

const PROGRESS_EVERY_MS = 10_000;

/**
 * Runs a program in the repository's root with the terminal's own output.
 * Resolves to its exit code (128 + signal number is not computed: a signal counts as 1).
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a slow program quietly, printing a line every ten seconds so nobody thinks it hangs.
 * Resolves to its exit code and output; the caller decides whether to show the output.
 */
export function runQuietly(label, command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const ticker = setInterval(
      () => console.log(`[coppice]   ... ${label}, ${seconds()} s`),
      PROGRESS_EVERY_MS,
    );
    const deadline = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
    child.once('error', (error) => {
      clearInterval(ticker);
      clearTimeout(deadline);
      reject(error);
    });
    child.once('close', (code) => {
      clearInterval(ticker);
      clearTimeout(deadline);
      resolve({ code: code ?? 1, output, seconds: seconds() });
    });
  });
}
