/** What takes the focus when a panel gets it, the best first. */
const preferred = [
  '[data-panel-focus]',
  'textarea',
  '[role="treeitem"][tabindex="0"]',
  '[tabindex="0"]',
  'button:not(:disabled):not([tabindex="-1"])',
];

/** Moves the focus to the panel after (or before) the one that has it, around the end. */
export function focusPanel(step: 1 | -1): void {
  // Only innermost panels: the main one holds the transcript and the composer.
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')].filter(
    (panel) => !panel.querySelector('[data-panel]') && panel.checkVisibility(),
  );
  const current = panels.findIndex((panel) => panel.contains(document.activeElement));
  for (let tries = 1; tries <= panels.length; tries++) {
    const start = current < 0 && step < 0 ? 0 : current;
    const panel = panels.at((start + step * tries + panels.length) % panels.length);
    const target = preferred.map((selector) => panel?.querySelector<HTMLElement>(selector)).find(Boolean);
    if (target) {
      target.focus();
      return;
    }
  }
}
