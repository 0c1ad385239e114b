/**
 * Runs suites on the modules of Node.js instead of Jest's. The service and its dependencies are imported once in each
 * worker and stay compiled; Jest evaluates them again for each suite, which was half of the time of the whole run.
 * What lies in test/ is still evaluated for each suite, as it registers hooks and keeps what the suite made.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';

const TESTS = new URL('../../', import.meta.url).href;
const require = createRequire(import.meta.url);
const sources = new Map();
let suites = 0;

registerHooks({
  resolve(specifier, context, resolveNext) {
    const resolved = resolveNext(specifier, context);
    const suite = context.parentURL?.match(/\?suite=\d+$/)?.[0];
    return suite && resolved.url.startsWith(TESTS) ? { ...resolved, url: resolved.url + suite } : resolved;
  },
  load(url, context, loadNext) {
    if (!url.includes('.ts?suite=')) return loadNext(url, context);
    const path = fileURLToPath(url);
    const source = sources.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'));
    sources.set(path, source);
    return { format: 'module', source, shortCircuit: true };
  },
});

/** Loads Jest's framework afresh, as its state is that of one suite. */
function requireFramework(path) {
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  delete require.cache[path];
  return require(path);
}

export default function runSuite(globalConfig, config, environment, runtime, testPath, sendMessage) {
  suites += 1;
  const suite = `?suite=${suites}`;
  const native = Object.create(runtime, {
    requireInternalModule: { value: requireFramework },
    unstable_importModule: { value: path => import(pathToFileURL(path).href + suite) },
    unstable_shouldLoadAsEsm: { value: () => true },
  });
  return circus.default(globalConfig, config, environment, native, testPath, sendMessage);
}
