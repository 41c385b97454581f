import { commonStrings } from '../strings/common';
import { notify, reporting } from './toasts';

/** Copies text and says so. */
export async function copyText(text: string): Promise<void> {
  await reporting(async () => {
    await navigator.clipboard.writeText(text);
    notify({ title: commonStrings.copied, timeout: 2_000 });
  });
}
