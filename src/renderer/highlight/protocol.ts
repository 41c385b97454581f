import type { Language } from './languages';
import type { Token } from './token';

export interface HighlightRequest {
  id: number;
  code: string;
  language: Language;
}

export type HighlightReply = { id: number; lines: Token[][] } | { id: number; error: string };
