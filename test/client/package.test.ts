/** The client as npm would publish it: an app installs it as one package, and needs nothing else for it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type * as client from '../../client/rollcall-client.js';
import { outsideTools } from '../support/process/outside-tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LIMIT_MS = 60_000;
const run = promisify(execFile);
const { folder: tools, describe: describeWithTools } = outsideTools('reader-tools');
/** The oldest that the client runs on. */
const OLD_NODE = join(tools, 'node_modules/.bin');

let app: string;
let installed: string;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'rollcall-packed-'));
  installed = join(app, 'node_modules/rollcall-client');
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }');
  await run('npm', ['pack', './client', '--silent', '--pack-destination', app], { cwd: ROOT });
  const [tarball = ''] = readdirSync(app).filter(name => name.endsWith('.tgz'));
  // Offline: there is nothing to be fetched.
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], {
    cwd: app,
    env: { ...process.env, PATH: `${OLD_NODE}:${process.env['PATH']}` },
  });
}, LIMIT_MS);

afterAll(() => rmSync(app, { recursive: true, force: true }));

async function runInApp(name: string, code: string, node = process.execPath): Promise<unknown> {
  writeFileSync(join(app, name), code);
  const { stdout } = await run(node, [name], { cwd: app, env: {} });
  return JSON.parse(stdout);
}

const NAMES: readonly (keyof typeof client)[] = [
  'FeedError',
  'WebhookError',
  'consumeFeed',
  'decide',
  'isReplay',
  'keepsRoles',
  'sequenceKey',
  'settleWindow',
  'verifyWebhook',
];
const PRINT = 'process.stdout.write(JSON.stringify(Object.keys(client).sort()));';
const IMPORTING = `import * as client from 'rollcall-client'; ${PRINT}`;

test('an app that installs the client gets one package', () => {
  const packages = readdirSync(join(app, 'node_modules')).filter(name => !name.startsWith('.'));
  expect(packages).toEqual(['rollcall-client']);
  const { dependencies, engines } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies?: object;
    engines: object;
  }; // as npm packs it
  expect({ dependencies, engines }).toEqual({ dependencies: undefined, engines: { node: '>=20' } });
});

test('plain Node.js imports the installed client, as a module and by require', async () => {
  expect(await runInApp('app.mjs', IMPORTING)).toEqual(NAMES);
  const required = `const { ...client } = require('rollcall-client'); ${PRINT}`;
  expect(await runInApp('app.cjs', required)).toEqual(NAMES);
});

describeWithTools('Node.js 20', () => {
  test('imports the installed client, which verifies a webhook there', async () => {
    const node = join(OLD_NODE, 'node');
    const { stdout } = await run(node, ['--version']);
    expect(stdout).toMatch(/^v20\./);
    expect(await runInApp('app.mjs', IMPORTING, node)).toEqual(NAMES);
    const refusing = `import { verifyWebhook } from 'rollcall-client';
      try { verifyWebhook({ secret: 'whsec_c2VjcmV0', headers: {}, body: '' }); }
      catch ({ name, code }) { console.log(JSON.stringify({ name, code })); }`;
    expect(await runInApp('verify.mjs', refusing, node)).toEqual({ name: 'WebhookError', code: 'header' });
  });
});

test('the client imports nothing but what Node.js brings along, and holds no TypeScript but types', () => {
  const files = readdirSync(installed).filter(name => !['package.json', 'README.md'].includes(name));
  const scripts = files.filter(name => name.endsWith('.js'));
  expect(files.filter(name => !name.endsWith('.d.ts'))).toEqual(scripts);
  const imported = scripts.flatMap(name =>
    [...readFileSync(join(installed, name), 'utf8').matchAll(/\bfrom '([^']+)'/g)].map(
      ([, target]) => target,
    ),
  );
  expect(imported.length).toBeGreaterThan(4);
  expect(imported.filter(target => !/^(node:|\.\/[a-z-]+\.js$)/.test(String(target)))).toEqual([]);
});

/** An app in TypeScript: each line that must not compile says so, and fails when it does. */
const TYPED_APP = `
  import { type ErasedTeamMember, type RollcallEvent, type TeamMember, verifyWebhook } from 'rollcall-client';
  const [event] = verifyWebhook({ secret: 's', headers: {}, body: '' });
  export const id: string | undefined = event?.id;
  // @ts-expect-error an id is no number
  export const wrong: number | undefined = event?.id;

  export function work(event: RollcallEvent): string {
    switch (event.type) {
      case 'team_member.deprovisioned': {
        if (event.data.erased) {
          const erased: ErasedTeamMember = event.data.member;
          // @ts-expect-error an erased member has no address
          return erased.email;
        }
        const member: TeamMember & { readonly active: false } = event.data.member;
        return member.userName + event.data.reason;
      }
      case 'team_member.erased':
        // @ts-expect-error nothing but the id is left
        return event.data.member.userName;
      case 'team_member.updated':
        // @ts-expect-error a change has no reason
        return event.data.erased ? '' : event.data.reason;
      case 'connection.disabled':
        return event.data.members === 'keep' ? '' : event.data.members;
      // @ts-expect-error there is no such type
      case 'team_member.promoted':
        return '';
      default:
        // @ts-expect-error what is left has data of many shapes
        return event.data.member;
    }
  }
`;

test(
  'TypeScript narrows an event by its type, and an erased member has a type of its own',
  async () => {
    writeFileSync(join(app, 'app.mts'), TYPED_APP);
    const flags = '--noEmit --strict --module nodenext --target es2022 --types node'.split(' ');
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const args = [tsc, ...flags, '--typeRoots', join(ROOT, 'node_modules/@types'), 'app.mts'];
    const { stdout } = await run(process.execPath, args, { cwd: app }).catch(
      (failure: { stdout: string }) => failure, // what tsc found
    );
    expect(stdout).toBe('');
  },
  LIMIT_MS,
);
