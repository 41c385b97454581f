/** What was begun elsewhere may end just after the window is come back to. */
const AFTERWARDS_MS = 1_500;

/** Calls `look` when the user comes back to the window, and once more a moment later; what it answers stops that. */
export function onReturn(look: () => void, page: EventTarget = window): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  function onFocus(): void {
    look();
    clearTimeout(later);
    later = setTimeout(look, AFTERWARDS_MS);
  }
  page.addEventListener('focus', onFocus);
  return () => {
    page.removeEventListener('focus', onFocus);
    clearTimeout(later);
  };
}
