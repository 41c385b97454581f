import { AppError } from '../../../shared/errors';

const SAID = /failed to sign the data|signing failed|user\.signingkey|cannot run gpg/i;
/** What git says last when signing failed, and also of objects it cannot write and of a NUL in the message. */
const LAST_SAID = /failed to write commit object/i;
const NAMES_SIGNING =
  /\b(?:gpg|gpgsm|ssh|sign|signed|signing|signature|pinentry|(?:private|public) key|load key)\b/i;
const NO_ROOM = /No space left|quota exceeded/i;

/** The error of a commit that could not be signed, or undefined when git complains about something else. */
export function explainSigning(stderr: string): AppError | undefined {
  const failed = SAID.test(stderr) || (LAST_SAID.test(stderr) && NAMES_SIGNING.test(stderr));
  if (!failed || NO_ROOM.test(stderr)) return undefined;
  return new AppError(
    'git.sign-failed',
    'The commit could not be signed, so it was not made.',
    'Unlock the key first, for example with "gpg --clearsign" or "ssh-add" in a terminal, or commit unsigned.',
    stderr,
  );
}
