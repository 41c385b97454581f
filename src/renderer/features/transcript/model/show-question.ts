import type { Shortcut } from '../../../lib/shortcut';

/** Leads to the open question, where digits answer it. */
export const SHOW_QUESTION: Shortcut = 'Mod+Shift+Y';
