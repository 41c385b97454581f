import { AppError } from '../../shared/errors';
import type { Bridge } from '../../shared/ipc/bridge';
import type { Input, Method, Output } from '../../shared/ipc/contract';

declare global {
  interface Window {
    coppice: Bridge;
  }
}

/** Calls the host; throws `AppError` with what the host answered when it refuses. */
export async function call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
  const result = await window.coppice.call(method, input);
  if (result.ok) return result.value;
  const { code, message, hint, detail } = result.error;
  throw new AppError(code, message, hint, detail);
}

export type Call = typeof call;
