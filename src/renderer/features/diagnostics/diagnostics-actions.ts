import type { Action } from '../../lib/actions';
import { call } from '../../lib/bridge';
import { writeClipboard } from '../../lib/copy-text';
import { notify, reporting } from '../../lib/toasts';
import { appStrings } from '../../strings/app';
import { diagnosticsStrings as strings } from '../../strings/diagnostics';
import { setProcessesOpen } from './processes-slice';

/** What the palette, the menu and the About box offer of this. */
export const diagnosticsActions: readonly Action[] = [
  {
    id: 'diagnostics.copy',
    label: strings.copy,
    group: appStrings.groups.app,
    keywords: 'bug report help support versions log',
    run: () => void reporting(copyDiagnostics),
  },
  {
    id: 'processes.open',
    label: strings.processes,
    group: appStrings.groups.app,
    keywords: 'cpu memory task manager agents pid',
    run: () => setProcessesOpen(true),
  },
];

async function copyDiagnostics(): Promise<void> {
  const { text } = await call('app.diagnostics', {});
  await writeClipboard(text);
  notify({ id: 'copied', title: strings.copied, description: strings.copiedHint, tone: 'success' });
}
