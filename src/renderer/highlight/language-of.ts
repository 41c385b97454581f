import type { Language } from './languages';

/** Extensions and fence names, by language; a language is also known by its own name. */
const aliases: Record<Language, string> = {
  bash: 'sh zsh ksh fish shell shellscript shell-session console bats',
  c: 'h',
  clojure: 'clj cljs cljc edn',
  cpp: 'cc cxx c++ hpp hh hxx ino',
  csharp: 'cs c# csx',
  css: 'pcss',
  dart: '',
  diff: 'patch',
  docker: 'dockerfile containerfile',
  elixir: 'ex exs',
  erlang: 'erl hrl',
  go: 'golang',
  graphql: 'gql',
  haskell: 'hs',
  hcl: 'tf tfvars terraform',
  html: 'htm xhtml',
  ini: 'cfg conf properties editorconfig gitconfig env',
  java: '',
  javascript: 'js mjs cjs node',
  json: 'webmanifest map har ipynb',
  jsonc: 'json5 code-workspace',
  jsx: '',
  julia: 'jl',
  kotlin: 'kt kts',
  less: '',
  lua: '',
  make: 'mk mak makefile',
  markdown: 'md mdx mdown',
  nix: '',
  ocaml: 'ml mli',
  perl: 'pl pm',
  php: 'phtml',
  powershell: 'ps1 psm1 psd1',
  proto: 'protobuf',
  python: 'py pyi pyw py3',
  r: '',
  ruby: 'rb rake gemspec ru',
  rust: 'rs',
  scala: 'sc sbt',
  scss: 'sass',
  sql: 'ddl pgsql',
  svelte: '',
  swift: '',
  toml: '',
  tsx: '',
  typescript: 'ts mts cts',
  vue: '',
  xml: 'svg xsd xsl plist csproj',
  yaml: 'yml',
  zig: '',
};

/** Files whose whole name says what they are. */
const fileNames: Record<string, Language> = {
  dockerfile: 'docker',
  containerfile: 'docker',
  makefile: 'make',
  gnumakefile: 'make',
  gemfile: 'ruby',
  rakefile: 'ruby',
  'cargo.lock': 'toml',
  'poetry.lock': 'toml',
  '.bashrc': 'bash',
  '.zshrc': 'bash',
  '.profile': 'bash',
  '.gitconfig': 'ini',
  '.npmrc': 'ini',
  '.editorconfig': 'ini',
  '.babelrc': 'jsonc',
  '.eslintrc': 'jsonc',
  'tsconfig.json': 'jsonc',
};

const byAlias = new Map<string, Language>();
for (const [language, names] of Object.entries(aliases) as [Language, string][]) {
  for (const name of [language, ...names.split(' ')]) if (name) byAlias.set(name, language);
}

/** The language a fence or a picker names (`ts`, `C++`, `shell-session`), if Coppice can colour it. */
export function languageNamed(name: string): Language | undefined {
  return byAlias.get(name.trim().toLowerCase());
}

/** The language of a file, by its name alone, if Coppice can colour it. */
export function languageOf(path: string): Language | undefined {
  const name = (path.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const known = fileNames[name];
  if (known) return known;
  if (/^tsconfig\..*json$/.test(name)) return 'jsonc';
  if (/^(dockerfile|containerfile)\./.test(name)) return 'docker';
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : byAlias.get(name.slice(dot + 1));
}
