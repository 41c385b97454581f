// The dependency rule of docs/architecture: renderer -> shared <- main, and one direction inside main.

const MAIN_LAYERS = ['index', 'app', 'ipc', 'services', 'git', 'store', 'platform'];

/** Layers of src/main that each layer may import besides itself and src/shared. */
const MAY_IMPORT = {
  app: ['ipc', 'services', 'git', 'store'],
  ipc: ['services', 'git', 'store', 'platform'],
  services: ['git', 'store', 'platform'],
  git: ['platform'],
  store: [],
  platform: [],
};

const path = (layers) => layers.map((layer) => (layer === 'index' ? 'index\\.ts$' : `${layer}/`)).join('|');

const mainLayerRules = Object.entries(MAY_IMPORT).map(([layer, allowed]) => {
  const forbidden = MAIN_LAYERS.filter((other) => other !== layer && !allowed.includes(other));
  return {
    name: `main-${layer}-stays-in-its-layer`,
    comment: 'Inside main: index -> app, ipc -> services -> git, store; ipc, services, git -> platform.',
    severity: 'error',
    from: { path: `^src/main/${layer}/` },
    to: { path: `^src/main/(${path(forbidden)})` },
  };
});

/** Only files under `from` may import what matches `to`. */
function only(name, comment, from, to) {
  return { name, comment, severity: 'error', from: { path: '^src/', pathNot: from }, to: { path: to } };
}

const npm = (name) => `(^|/)node_modules/${name}/|^${name}(/|$)`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be understood or tested apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere: a missing file or a package that is not installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?raw$' },
    },
    {
      name: 'shared-depends-on-nothing-of-ours',
      comment: 'src/shared is used by every process.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/(?!shared/)' },
    },
    {
      name: 'shared-runs-anywhere',
      comment: 'src/shared is bundled into the renderer, where Node is not.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-takes-only-shared',
      comment: 'The renderer reaches main only through the bridge.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/(main|preload|agent)/' },
    },
    {
      name: 'renderer-is-a-web-page',
      comment: 'No Node in the sandboxed renderer.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-never-import-each-other',
      comment: 'What two features share belongs in ui/, lib/ or app/.',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'main-takes-only-shared',
      comment:
        'The agent is a program that main starts, not a library; the renderer is a page that it loads.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/(renderer|preload|agent)/' },
    },
    {
      name: 'agent-takes-only-shared',
      comment: 'The built-in agent is a program of its own.',
      severity: 'error',
      from: { path: '^src/agent/' },
      to: { path: '^src/(main|renderer|preload)/' },
    },
    {
      name: 'preload-takes-only-shared-and-electron',
      comment: 'The preload is the narrow bridge between page and main.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { pathNot: ['^src/(preload|shared)/', npm('electron')] },
    },
    {
      name: 'preload-takes-only-types-from-shared',
      comment: 'A value would pull its whole module into the sandboxed script.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/shared/', dependencyTypesNot: ['type-only'] },
    },
    ...mainLayerRules,
    only(
      'only-the-shell-imports-electron',
      'services, git, store and the agent must run headless.',
      '^src/(main/(index\\.ts$|app/|ipc/)|preload/)',
      npm('electron'),
    ),
    only(
      'only-the-shell-imports-electron-log',
      'Others are handed a logger.',
      '^src/main/(index\\.ts$|app/)',
      npm('electron-log'),
    ),
    only('only-store-imports-sqlite', 'SQL lives in the store.', '^src/main/store/', npm('better-sqlite3')),
    only('only-git-imports-isomorphic-git', 'Git lives in git/.', '^src/main/git/', npm('isomorphic-git')),
    only(
      'few-start-processes',
      'Git, agents and the platform services are what main starts; the agent runs commands.',
      '^src/(main/(git/|platform/|services/(backends|platform)/)|agent/)',
      '^(node:)?child_process$',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count too: `import type` from the wrong layer is the wrong layer all the same.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
