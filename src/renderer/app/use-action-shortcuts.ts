import { useEffect } from 'react';
import { listActions } from '../lib/actions';
import { isMac } from '../lib/platform';
import { matchesShortcut } from '../lib/shortcut';

/** Runs actions by their shortcuts, unless something nearer handled the key or a dialog is in front. */
export function useActionShortcuts(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      // A key that ends an IME composition is the input method's.
      if (event.defaultPrevented || event.isComposing || isInDialog(event.target)) return;
      const action = listActions().find(
        ({ shortcut }) => shortcut && matchesShortcut(event, shortcut, isMac()),
      );
      if (!action) return;
      event.preventDefault();
      // The toasts listen for F6 themselves, and would take the focus from every other panel.
      event.stopImmediatePropagation();
      action.run();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isInDialog(target: EventTarget | null): boolean {
  const dialog = target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"]');
  // A toast, and a side panel laid over the stage, are dialogs to screen readers only. One that was closed keeps the
  // focus until it has faded, and what is typed meanwhile is not meant for it.
  const isNone = '[data-overlay], [data-panel="notifications"] *, [data-closed]';
  return dialog instanceof Element && !dialog.matches(isNone);
}
