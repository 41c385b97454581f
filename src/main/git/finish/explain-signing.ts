import { AppError } from '../../../shared/errors';

/** The error of a commit that could not be signed, or undefined when git complains about something else. */
export function explainSigning(stderr: string): AppError | undefined {
  // git says the last of these also when the disk is full, which is another matter.
  const failed =
    /failed to sign the data|signing failed|user\.signingkey|cannot run gpg|failed to write commit object/i;
  if (!failed.test(stderr) || /No space left|quota exceeded/i.test(stderr)) return undefined;
  return new AppError(
    'git.sign-failed',
    'The commit could not be signed, so it was not made.',
    'Unlock the key first, for example with "gpg --clearsign" or "ssh-add" in a terminal, or commit unsigned.',
    stderr,
  );
}
