/** The package as npm would publish it: an app that installs it can import `rollcall/client`, and needs nothing else for it. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type * as client from '../../client/rollcall-client.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LIMIT_MS = 60_000;
const run = promisify(execFile);

let app: string;
let installed: string;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'rollcall-packed-'));
  installed = join(app, 'node_modules/rollcall');
  mkdirSync(installed, { recursive: true });
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', app], { cwd: ROOT });
  const [tarball = ''] = readdirSync(app).filter(name => name.endsWith('.tgz'));
  // What npm install does, without the packages that only the service needs.
  await run('tar', ['-xzf', join(app, tarball), '-C', installed, '--strip-components=1']);
}, LIMIT_MS);

afterAll(() => rmSync(app, { recursive: true, force: true }));

async function runInApp(name: string, code: string): Promise<unknown> {
  writeFileSync(join(app, name), code);
  const { stdout } = await run(process.execPath, [name], { cwd: app, env: {} });
  return JSON.parse(stdout);
}

const NAMES: readonly (keyof typeof client)[] = [
  'FeedError',
  'WebhookError',
  'consumeFeed',
  'decide',
  'keepsRoles',
  'sequenceKey',
  'settleWindow',
  'verifyWebhook',
];

test('plain Node.js imports it from the installed package, as a module and by require', async () => {
  const print = 'process.stdout.write(JSON.stringify(Object.keys(client).sort()));';
  const code = `import * as client from 'rollcall/client'; ${print}`;
  expect(await runInApp('app.mjs', code)).toEqual(NAMES);
  const required = `const { ...client } = require('rollcall/client'); ${print}`;
  expect(await runInApp('app.cjs', required)).toEqual(NAMES);
});

test('it imports nothing but what Node.js brings along, and no TypeScript', () => {
  const files = readdirSync(join(installed, 'client'));
  const scripts = files.filter(name => name.endsWith('.js'));
  expect(files.filter(name => !scripts.includes(name))).toEqual(['rollcall-client.d.ts']);
  const imported = scripts.flatMap(name =>
    [...readFileSync(join(installed, 'client', name), 'utf8').matchAll(/\bfrom '([^']+)'/g)].map(
      ([, target]) => target,
    ),
  );
  expect(imported.length).toBeGreaterThan(4);
  expect(imported.filter(target => !/^(node:|\.\/[a-z-]+\.js$)/.test(String(target)))).toEqual([]);
});

test(
  'TypeScript finds its types, and they hold the app to them',
  async () => {
    writeFileSync(
      join(app, 'app.mts'),
      `import { verifyWebhook } from 'rollcall/client';
       const [event] = verifyWebhook({ secret: 's', headers: {}, body: '' });
       export const id: string | undefined = event?.id;
       // @ts-expect-error an id is no number
       export const wrong: number | undefined = event?.id;
      `,
    );
    const flags = '--noEmit --strict --module nodenext --target es2022 --types node'.split(' ');
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const args = [tsc, ...flags, '--typeRoots', join(ROOT, 'node_modules/@types'), 'app.mts'];
    const { stdout } = await run(process.execPath, args, { cwd: app });
    expect(stdout).toBe('');
  },
  LIMIT_MS,
);
