/** What the list of all shortcuts says, beside the names of the actions. */
export const shortcutsStrings = {
  title: 'Keyboard shortcuts',
  composer: 'In the prompt',
  composerKeys: [
    ['Enter', 'Send; a prompt waits its turn while the agent works'],
    ['Shift+Enter', 'New line'],
    ['Mod+Enter', 'Say it into the running turn, where the agent can be steered'],
    ['@', 'Mention a file'],
    ['/', 'Commands of the agent'],
    ['ArrowUp', 'Earlier prompts, in an empty prompt'],
    ['Alt+ArrowUp / Alt+ArrowDown', 'Move a waiting prompt'],
  ],
  transcript: 'In the transcript',
  transcriptKeys: [['1 … 9', 'Answer the question that has the focus']],
  list: 'In the list of sessions',
  listKeys: [
    ['ArrowDown / ArrowUp', 'Next or previous row'],
    ['ArrowLeft / ArrowRight', 'Fold or unfold a repository'],
    ['Enter', 'Open the session'],
    ['Delete', 'Archive the session'],
    ['Shift+F10', 'Its menu'],
  ],
  changes: 'In the changes panel',
} as const;
