// dependency-cruiser reads TypeScript through the compiler's JavaScript API, which TypeScript 7 (native) does
// not offer. Loaded with `node --import`, this gives it an older compiler, to parse with and nothing more.
import Module, { register } from 'node:module';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./typescript-api/', import.meta.url);
const SUBSTITUTES = {
  typescript: new URL('index.cjs', FOLDER).href,
  'typescript/package.json': new URL('package.json', FOLDER).href,
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function resolve(request, ...rest) {
  const substitute = SUBSTITUTES[request];
  return substitute ? fileURLToPath(substitute) : resolveFilename.call(this, request, ...rest);
};

const esmHook = `
  const substitutes = ${JSON.stringify(SUBSTITUTES)};
  export function resolve(specifier, context, next) {
    return substitutes[specifier] ? { url: substitutes[specifier], shortCircuit: true } : next(specifier, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(esmHook)}`);
