import type { ThemeRegistrationRaw } from 'shiki/core';
import { type TokenKind, tokenKinds } from './token';

/** Which TextMate scopes are of which kind; later, more specific ones win. */
const scopes: Partial<Record<TokenKind, string[]>> = {
  comment: ['comment', 'punctuation.definition.comment', 'string.comment'],
  keyword: [
    'keyword',
    'storage',
    'storage.type',
    'storage.modifier',
    'variable.language',
    'constant.language',
    'keyword.operator.expression',
    'keyword.operator.new',
    'entity.name.function.preprocessor',
    'punctuation.definition.directive',
    'markup.list punctuation.definition.list.begin',
  ],
  string: [
    'string',
    'punctuation.definition.string',
    'constant.character.escape',
    'markup.inline.raw',
    'markup.fenced_code.block',
    'string.regexp',
  ],
  number: ['constant.numeric', 'constant.other', 'support.constant', 'variable.other.enummember'],
  function: [
    'entity.name.function',
    'support.function',
    'meta.function-call entity.name',
    'entity.name.command',
  ],
  type: [
    'entity.name.type',
    'entity.name.class',
    'entity.other.inherited-class',
    'support.type',
    'support.class',
    'entity.name.namespace',
    'storage.type.primitive',
  ],
  property: [
    'variable.other.property',
    'support.type.property-name',
    'entity.other.attribute-name',
    'meta.object-literal.key',
    'variable.other.object.property',
    'keyword.other.definition.ini',
    'entity.name.tag.yaml',
    'support.type.property-name.json',
  ],
  tag: ['entity.name.tag', 'punctuation.definition.tag', 'support.class.component'],
  punctuation: ['punctuation', 'keyword.operator', 'meta.brace'],
  link: ['markup.underline.link', 'string.other.link'],
  inserted: ['markup.inserted', 'punctuation.definition.inserted'],
  deleted: ['markup.deleted', 'punctuation.definition.deleted'],
  heading: ['markup.heading', 'entity.name.section', 'meta.diff.header', 'meta.diff.range'],
};

/** A colour that stands for a token kind: the theme speaks in colours, the page in classes. */
const colorOf = (kind: TokenKind) => `#0000${tokenKinds.indexOf(kind).toString(16).padStart(2, '0')}`;
const kindByColor = new Map(tokenKinds.map((kind) => [colorOf(kind), kind]));

/** The kind a theme colour stands for. */
export function kindOf(color: string | undefined): TokenKind {
  return kindByColor.get(color?.toLowerCase() ?? '') ?? 'plain';
}

/** One theme for light and dark: it names kinds, so that switching themes highlights nothing again. */
export const kindTheme: ThemeRegistrationRaw = {
  name: 'kinds',
  type: 'light',
  colors: { 'editor.foreground': colorOf('plain'), 'editor.background': '#ffffff' },
  settings: [
    { settings: { foreground: colorOf('plain'), background: '#ffffff' } },
    ...Object.entries(scopes).map(([kind, scope]) => ({
      scope,
      settings: { foreground: colorOf(kind as TokenKind) },
    })),
  ],
};
