import { type BrowserWindow, dialog } from 'electron';

/** Asks what should become of a window that keeps crashing. Agents go on meanwhile. */
export async function askAfterCrashes(window: BrowserWindow): Promise<'reload' | 'quit'> {
  const question = {
    type: 'error' as const,
    title: 'Coppice keeps crashing',
    message: 'The window keeps crashing.',
    detail:
      'Your agents go on working, and what they do is kept. If it crashes again right away, quit and start Coppice anew; the log file in its data folder says more.',
    buttons: ['Show It Again', 'Quit Coppice'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  // One that belongs to a hidden window would be hidden with it.
  const { response } = window.isVisible()
    ? await dialog.showMessageBox(window, question)
    : await dialog.showMessageBox(question);
  return response === 1 ? 'quit' : 'reload';
}
