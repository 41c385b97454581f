import { draftMessage } from './draft-message';

const CREDIT = /^Co-authored-by: (.+)$/gim;

/** One message for many commits, oldest first: theirs when it is one, else what each did and everybody they credit. */
export function squashMessage(sessionTitle: string, messages: readonly string[]): string {
  const [only = ''] = messages;
  if (messages.length === 1) return `${only.trimEnd()}\n`;
  const coauthors = messages.flatMap((message) =>
    [...message.matchAll(CREDIT)].map((match) => match[1] ?? ''),
  );
  const prompts = messages.map((message) => message.split('\n')[0] ?? '');
  return draftMessage({ sessionTitle, prompts, paths: [], coauthors });
}
