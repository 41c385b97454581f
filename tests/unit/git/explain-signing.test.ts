import { expect, it } from 'vitest';
import { explainSigning } from '../../../src/main/git/finish/explain-signing';

const last = 'fatal: failed to write commit object\n';

it.each([
  'error: gpg failed to sign the data:\n(no output)\n',
  'error: Load key "/home/ada/.ssh/id": error in libcrypto?\n',
  "error: Couldn't load public key /home/ada/key: No such file or directory?\n",
])('a commit whose key cannot be used is said to be unsigned: %s', (said) => {
  expect(explainSigning(said + last)?.code).toBe('git.sign-failed');
});

it.each([
  'error: a NUL byte in commit log message not allowed.\n',
  'error: insufficient permission for adding an object to repository database .git/objects\n',
  'error: unable to create temporary file: Read-only file system\n',
  'error: gpg failed to sign the data: No space left on device\n',
  '',
])('what else keeps git from writing a commit is not called that: %s', (said) => {
  expect(explainSigning(said + last)).toBeUndefined();
});

it('a hook that speaks of ssh is a hook that refused', () => {
  expect(explainSigning('Use ssh remotes, and sign off your work.\n')).toBeUndefined();
});
