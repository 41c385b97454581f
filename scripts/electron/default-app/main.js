// Stands in for Electron's own default app: `electron [-r module] [--switches] <path> [args]` opens <path>.
import { readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

function readArguments(argv) {
  const preload = [];
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i];
    if (argument === '-r' || argument === '--require') {
      i += 1;
      preload.push(argv[i]);
    } else if (!argument.startsWith('-')) {
      return { preload, target: resolve(argument) };
    }
  }
  return { preload, target: undefined };
}

function describeApp(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.setName(manifest.productName ?? manifest.name ?? 'Electron');
  app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
  app.setAppPath(folder);
}

const { preload, target } = readArguments(process.argv.slice(1));
if (!target) {
  console.error('Usage: electron [-r module] [--switches] <path of an app> [arguments]');
  app.exit(2);
} else {
  process.defaultApp = true;
  if (preload.length > 0) Module._preloadModules(preload);
  if (statSync(target).isDirectory()) describeApp(target);
  const main = createRequire(pathToFileURL(`${target}/`)).resolve(target);
  await import(pathToFileURL(main).href);
}
