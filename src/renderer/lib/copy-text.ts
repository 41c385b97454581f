import { AppError } from '../../shared/errors';
import { commonStrings } from '../strings/common';
import { notify, reporting } from './toasts';

/** Puts text on the clipboard. Throws AppError when the system refuses. */
export async function writeClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    throw new AppError('internal', commonStrings.copyRefused, undefined, String(error));
  }
}

/** Copies text and says so. */
export async function copyText(text: string): Promise<void> {
  await reporting(async () => {
    await writeClipboard(text);
    notify({ id: 'copied', title: commonStrings.copied, timeout: 2_000 });
  });
}
