import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { grammars, type Language } from './languages';
import { kindOf, kindTheme } from './theme';
import type { Token } from './token';

/** Longer lines stay plain: minified code would cost seconds and gain nothing. */
const MAX_LINE = 2000;
/**
 * Milliseconds after which the rest of a line stays plain. Generous: a grammar's patterns are compiled on
 * their first use, and a line cut short leaves the next ones in its unfinished state.
 */
const LINE_TIME_LIMIT = 5000;

let highlighter: Promise<HighlighterCore> | undefined;
const loading = new Map<Language, Promise<void>>();

async function withGrammar(language: Language): Promise<HighlighterCore> {
  // The JavaScript regex engine needs no WebAssembly, which the page's policy forbids; `forgiving`
  // skips the few patterns it cannot translate instead of refusing the grammar.
  highlighter ??= createHighlighterCore({
    themes: [kindTheme],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const core = await highlighter;
  const known = loading.get(language) ?? core.loadLanguage(grammars[language]);
  loading.set(language, known);
  await known;
  return core;
}

/** Splits code into coloured lines; loads the language's grammar the first time. */
export async function tokenize(code: string, language: Language): Promise<Token[][]> {
  const core = await withGrammar(language);
  const name = core.getLoadedLanguages().includes(language) ? language : core.resolveLangAlias(language);
  const lines = core.codeToTokensBase(code, {
    lang: name,
    theme: 'kinds',
    tokenizeMaxLineLength: MAX_LINE,
    tokenizeTimeLimit: LINE_TIME_LIMIT,
  });
  return lines.map(mergeLine);
}

/** Joins neighbours of one kind: fewer objects to send and fewer spans to draw. */
function mergeLine(line: readonly { content: string; color?: string }[]): Token[] {
  const merged: Token[] = [];
  for (const { content, color } of line) {
    const kind = kindOf(color);
    const last = merged.at(-1);
    // White space has no colour of its own.
    if (last && (last.kind === kind || content.trim() === '')) last.text += content;
    else merged.push({ text: content, kind });
  }
  return merged;
}
