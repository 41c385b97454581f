/** The endpoint sent nothing for as long as the settings allow. */
export class EndpointSilentError extends Error {
  override readonly name = 'EndpointSilentError';
  constructor(readonly idleMs: number) {
    super(`No data for ${Math.round(idleMs / 1000)} s.`);
  }
}

/** A fetch that gives up when no byte arrives for `idleMs`, before the headers or in the middle of the body. */
export function createTimedFetch(idleMs: number): typeof globalThis.fetch {
  return async (input, init) => {
    const silence = new AbortController();
    const watch = () => setTimeout(() => silence.abort(new EndpointSilentError(idleMs)), idleMs);
    let timer = watch();
    const signal = init?.signal ? AbortSignal.any([init.signal, silence.signal]) : silence.signal;
    try {
      const response = await fetch(input, { ...init, signal });
      if (!response.body) return response;
      const pulse = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          clearTimeout(timer);
          timer = watch();
          controller.enqueue(chunk);
        },
        flush: () => clearTimeout(timer),
      });
      const { status, statusText, headers } = response;
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      return new Response(response.body.pipeThrough(pulse), { status, statusText, headers });
    } catch (error) {
      clearTimeout(timer);
      throw silence.signal.aborted ? silence.signal.reason : error;
    } finally {
      if (init?.signal?.aborted) clearTimeout(timer);
    }
  };
}
