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
    const rest = () => clearTimeout(timer);
    const signal = init?.signal ? AbortSignal.any([init.signal, silence.signal]) : silence.signal;
    signal.addEventListener('abort', rest, { once: true });
    try {
      const response = await fetch(input, { ...init, signal });
      if (!response.body) {
        rest();
        return response;
      }
      const pulse = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          rest();
          timer = watch();
          controller.enqueue(chunk);
        },
        flush: rest,
      });
      const { status, statusText, headers } = response;
      return new Response(response.body.pipeThrough(pulse), { status, statusText, headers });
    } catch (error) {
      rest();
      throw silence.signal.aborted ? silence.signal.reason : error;
    }
  };
}
