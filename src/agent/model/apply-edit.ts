import { AgentError } from '../agent-error';

export interface ExactEdit {
  find: string;
  replacement: string;
  all: boolean;
}

/** Replaces an exact text; throws AgentError, in words a model can act on, when it is missing or ambiguous. Pure. */
export function applyEdit(text: string, edit: ExactEdit): string {
  const { find, replacement, all } = matchLineEnds(text, edit);
  const parts = text.split(find);
  if (parts.length === 1) {
    throw new AgentError('old_string does not occur in the file. Read the file again and copy it exactly.');
  }
  if (parts.length > 2 && !all) {
    const times = parts.length - 1;
    throw new AgentError(`old_string occurs ${times} times. Add lines around it, or set replace_all.`);
  }
  if (find === replacement)
    throw new AgentError('new_string is the same as old_string; nothing was changed.');
  return parts.join(replacement);
}

/** Models write `\n`; in a file with CRLF line ends both texts are meant that way. */
function matchLineEnds(text: string, edit: ExactEdit): ExactEdit {
  if (!text.includes('\r\n') || text.includes(edit.find)) return edit;
  const toCrlf = (value: string) => value.replace(/\r?\n/g, '\r\n');
  return { ...edit, find: toCrlf(edit.find), replacement: toCrlf(edit.replacement) };
}
