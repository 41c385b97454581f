import { AppError } from '../../../shared/errors';

/** Characters of a prompt made of comments. */
const MAX_PROMPT = 1_000_000;

/** The text without the space around it. */
export function checkedText(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new AppError('input.invalid', 'The comment is empty.', 'Write what should be different.');
}

export function checkedPrompt(prompt: string): string {
  if (prompt.length <= MAX_PROMPT) return prompt;
  throw new AppError(
    'input.invalid',
    'These comments are too long for one prompt.',
    'Shorten or resolve some of them, or send them one by one.',
  );
}

export function noSuchLines(path: string): AppError {
  return new AppError(
    'input.invalid',
    `${path} has no such lines of text.`,
    'Comment on the file as a whole instead.',
  );
}

export function notOpen(): AppError {
  return new AppError(
    'comment.not-open',
    'Some of these comments were sent or resolved meanwhile.',
    'Nothing was sent now; look at the list again.',
  );
}
