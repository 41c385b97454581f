import { textOf } from '../../../../shared/domain/content';
import type { Entry } from '../../../../shared/domain/transcript';
import { transcriptStrings as strings } from '../../../strings/transcript';

/** How far a screen reader has been told: the log position and, of one message, the characters. */
export interface Announced {
  seq: number;
  message: string;
  chars: number;
}

/** The most that is read aloud at once; a listener who wants more reads the entry itself. */
const MAX_SPOKEN = 400;

/** Everything up to now counts as told: what is loaded from history is not read aloud. */
export function announcedUpTo(entries: readonly Entry[]): Announced {
  const last = entries.at(-1);
  return { seq: last?.seq ?? 0, message: last?.id ?? '', chars: last ? spokenText(last).length : 0 };
}

/** What to say politely now: finished sentences of new text, requests, ends of turns. */
export function nextAnnouncement(
  before: Announced,
  entries: readonly Entry[],
): { say: string; announced: Announced } {
  const said: string[] = [];
  let announced = before;
  for (const entry of newEntries(entries, before)) {
    const told = entry.id === announced.message ? announced.chars : 0;
    const text = spokenText(entry);
    const end = isStreaming(entry) ? lastSentenceEnd(text) : text.length;
    if (end > told) said.push(text.slice(told, end).trim());
    announced = { seq: entry.seq, message: entry.id, chars: Math.max(end, told) };
  }
  const all = said.filter(Boolean).join(' ');
  return { say: all.length > MAX_SPOKEN ? `${all.slice(0, MAX_SPOKEN)}…` : all, announced };
}

function newEntries(entries: readonly Entry[], before: Announced): readonly Entry[] {
  let first = entries.length;
  while (first > 0) {
    const entry = entries[first - 1] as Entry;
    if (entry.seq < before.seq || (entry.seq === before.seq && entry.id !== before.message)) break;
    first--;
  }
  return entries.slice(first);
}

function isStreaming(entry: Entry): boolean {
  return entry.type === 'text' && entry.streaming;
}

function spokenText(entry: Entry): string {
  switch (entry.type) {
    case 'text':
      return textOf(entry.blocks);
    case 'permission':
      return strings.announcePermission(entry.title);
    case 'turn-end':
      return strings.stopReasons[entry.stopReason];
    case 'error':
      return entry.error.message;
    case 'context':
      return strings.contextLost(entry.agent);
    case 'notice':
      return entry.title;
    default:
      return '';
  }
}

function lastSentenceEnd(text: string): number {
  let end = 0;
  for (const match of text.matchAll(/[.!?:;。！？](?=\s|$)|\n/g)) {
    // A full stop at the very end may be the first half of `3.5` or `file.ts`.
    if (match.index + 1 < text.length) end = match.index + 1;
  }
  return end;
}
