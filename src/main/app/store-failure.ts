import { app, dialog } from 'electron';
import { toErrorInfo } from '../../shared/errors';

/** Tells the user why Coppice cannot start with its data, and ends it. The data is left as it is. */
export function explainStoreFailure(error: unknown): void {
  const { message, hint, detail } = toErrorInfo(error);
  const text = [hint, detail].filter(Boolean).join('\n\n');
  process.stderr.write(`Coppice: ${message}\n${text}\n`);
  dialog.showErrorBox(message, text);
  app.exit(1);
}
