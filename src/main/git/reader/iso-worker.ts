import { parentPort } from 'node:worker_threads';
import { inspectFolder } from './inspect-folder';
import { blob, branches, history, tree } from './iso-repository';

const methods = { blob, branches, history, inspectFolder, tree };

export type IsoMethods = typeof methods;
export type IsoRequest = { id: number; method: keyof IsoMethods; args: unknown[] };
export type IsoReply = { id: number; value: unknown } | { id: number; error: string };

/** Reads repositories beside the event loop, because isomorphic-git computes for seconds on large packs. */
async function answer({ id, method, args }: IsoRequest): Promise<IsoReply> {
  try {
    const run = methods[method] as (...given: unknown[]) => Promise<unknown>;
    return { id, value: await run(...args) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (request: IsoRequest) => parentPort?.postMessage(await answer(request)));
