import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { z } from 'zod';
import { AppError, toErrorInfo } from '../../shared/errors';
import { callChannel } from '../../shared/ipc/bridge';
import { contract, type Method } from '../../shared/ipc/contract';
import type { Result } from '../../shared/ipc/result';
import type { Log } from '../services/log';
import type { Caller, Handler, Handlers } from './handler';

export interface ServeDeps {
  handlers: Handlers;
  /** The window a frame belongs to, or undefined for any frame that is not the main frame of one of ours. */
  findCaller(event: IpcMainInvokeEvent): Caller | undefined;
  log: Log;
}

/** Milliseconds after which a call is worth a line in the log. */
const SLOW = 250;

/** The one door for calls: checks the sender, finds the method, parses the input, runs it and answers a Result. */
export function serve({ handlers, findCaller, log }: ServeDeps): void {
  ipcMain.handle(callChannel, async (event, method: unknown, input: unknown): Promise<Result<unknown>> => {
    const started = performance.now();
    try {
      const caller = findCaller(event);
      if (!caller) throw new AppError('input.invalid', 'This frame may not call Coppice.');
      if (!isMethod(method)) throw new AppError('input.invalid', 'Coppice has no such call.');
      const value = await run(handlers, method, input, caller);
      const ms = Math.round(performance.now() - started);
      if (ms > SLOW) log.debug('slow call', { method, ms });
      return { ok: true, value };
    } catch (error) {
      const info = toErrorInfo(error);
      if (info.code === 'internal') {
        log.error('call failed', {
          method: String(method),
          error: error instanceof Error ? error.stack : String(error),
        });
      }
      return { ok: false, error: info };
    }
  });
}

async function run<M extends Method>(
  handlers: Handlers,
  method: M,
  input: unknown,
  caller: Caller,
): Promise<unknown> {
  const parsed = contract[method].input.safeParse(input);
  if (!parsed.success) {
    throw new AppError(
      'input.invalid',
      `The window sent something ${method} cannot use.`,
      undefined,
      z.prettifyError(parsed.error),
    );
  }
  const handler = handlers[method] as Handler<M>;
  return handler(parsed.data as Parameters<Handler<M>>[0], caller);
}

function isMethod(method: unknown): method is Method {
  return typeof method === 'string' && Object.hasOwn(contract, method);
}
