/** The import rules of the architecture bite: each is broken once in a copy of the code, and must be reported. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHECKED = ['src', 'migrations', 'bin'];

interface Breach {
  readonly rule: string;
  /** Where the offending file is put; the folder says whose rule it breaks. */
  readonly folder: string;
  /** What it imports, as a module specifier. */
  readonly target: string;
}

/** A file that is in no room, so that even the outermost one must not import it. */
const STRAY = 'src/stray.ts';

const BREACHES: readonly Breach[] = [
  { rule: 'room-cli', folder: 'src/cli', target: '../stray.ts' },
  { rule: 'room-composition', folder: 'src/composition', target: '../cli/cli.ts' },
  { rule: 'room-store', folder: 'src/store/members', target: '../../scim/schema/schema.ts' },
  { rule: 'room-store', folder: 'src/store', target: '../composition/use-cases/feed.ts' },
  { rule: 'room-api', folder: 'src/api', target: '../store/members/member-store.ts' },
  { rule: 'room-api', folder: 'src/api/members', target: '../../scim/schema/schema.ts' },
  { rule: 'room-scim', folder: 'src/scim', target: '../store/database/database.ts' },
  { rule: 'room-scim', folder: 'src/scim/users', target: '../../api/request/guards.ts' },
  { rule: 'room-pages', folder: 'src/pages/setup', target: '../../store/database/database.ts' },
  { rule: 'room-http', folder: 'src/http', target: '../scim/schema/schema.ts' },
  { rule: 'room-self-test', folder: 'src/self-test', target: '../http/problem.ts' },
  { rule: 'room-self-test', folder: 'src/self-test/plays', target: '../../store/database/database.ts' },
  { rule: 'stand-in-stands-alone', folder: 'src/composition/stand-in', target: '../foundation.ts' },
  {
    rule: 'stand-in-stands-alone',
    folder: 'src/composition/stand-in',
    target: '../../webhooks/dispatcher.ts',
  },
  { rule: 'room-provisioning-log', folder: 'src/provisioning-log', target: '../http/problem.ts' },
  { rule: 'room-webhooks', folder: 'src/webhooks/sender', target: '../../provisioning-log/entry.ts' },
  { rule: 'room-accounts', folder: 'src/accounts', target: '../webhooks/endpoint.ts' },
  { rule: 'room-members', folder: 'src/members', target: '../accounts/account.ts' },
  { rule: 'room-events', folder: 'src/events/feed', target: '../../members/member.ts' },
  { rule: 'room-base', folder: 'src/config', target: '../events/line-separators.ts' },
  { rule: 'every-file-has-a-room', folder: 'src', target: './base/log.ts' },
  { rule: 'package-knex', folder: 'src/scim', target: 'knex' },
  { rule: 'package-better-sqlite3', folder: 'src/accounts', target: 'better-sqlite3' },
  { rule: 'package-pg', folder: 'src/webhooks', target: 'pg' },
  { rule: 'package-scimmy', folder: 'src/store', target: 'scimmy' },
  { rule: 'package-scimmy-routers', folder: 'src/http', target: 'scimmy-routers' },
  { rule: 'package-jsonwebtoken', folder: 'src/accounts', target: 'jsonwebtoken' },
  { rule: 'package-express', folder: 'src/provisioning-log', target: 'express' },
  { rule: 'package-helmet', folder: 'src/api', target: 'helmet' },
  { rule: 'package-cookie', folder: 'src/scim', target: 'cookie' },
  { rule: 'package-undici', folder: 'src/webhooks', target: 'undici' },
  { rule: 'package-prom-client', folder: 'src/http', target: 'prom-client' },
  { rule: 'package-commander', folder: 'src/composition', target: 'commander' },
  { rule: 'package-zod', folder: 'src/webhooks', target: 'zod' },
  { rule: 'package-winston', folder: 'src/events', target: 'winston' },
  { rule: 'package-ipaddr.js', folder: 'src/http', target: 'ipaddr.js' },
  { rule: 'members-are-pure', folder: 'src/members', target: 'node:fs' },
  { rule: 'members-are-pure', folder: 'src/members', target: 'uuid' },
  { rule: 'guides-are-data', folder: 'src/accounts/guides', target: '../accounts.ts' },
  { rule: 'store-without-http', folder: 'src/store', target: '../http/problem.ts' },
  {
    rule: 'only-the-store-migrates',
    folder: 'src/composition',
    target: '../../migrations/migration-source.ts',
  },
  { rule: 'migrations-stand-alone', folder: 'migrations', target: '../src/base/errors.ts' },
  { rule: 'no-dev-dependency-in-production', folder: 'src/http', target: 'supertest' },
  // Express brings it along; nothing promises that it stays.
  { rule: 'no-dev-dependency-in-production', folder: 'src/http', target: 'raw-body' },
];

/** The ways to import: a type costs nothing at run time, and is a dependency all the same. */
const WAYS: Readonly<Record<string, (target: string) => string>> = {
  value: target => `import * as other from '${target}';\nexport const kept = other;\n`,
  type: target => `import type * as other from '${target}';\nexport type Kept = typeof other;\n`,
  'at run time': target => `export const load = () => import('${target}');\n`,
};

const CASES = BREACHES.map((breach, index) => ({
  ...breach,
  files: Object.entries(WAYS).map(([way, write], nth) => ({
    way,
    file: `${breach.folder}/breach-${index}-${nth}.ts`,
    code: write(breach.target),
  })),
}));

const CIRCLE = ['src/members/circle-one.ts', 'src/members/circle-two.ts'] as const;

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder: string;
let violations: readonly Violation[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-boundaries-'));
  for (const name of [...CHECKED, 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, code } of CASES.flatMap(({ files }) => files)) writeFileSync(join(folder, file), code);
  writeFileSync(join(folder, STRAY), 'export const stray = true;\n');
  const [one, two] = CIRCLE;
  writeFileSync(join(folder, one), "import { two } from './circle-two.ts';\nexport const one = () => two;\n");
  writeFileSync(join(folder, two), "import { one } from './circle-one.ts';\nexport const two = () => one;\n");
  violations = await check();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The project's own rules; only the way to the packages, which are linked here, is different. */
async function check(): Promise<readonly Violation[]> {
  const config = join(folder, 'rules.cjs');
  writeFileSync(
    config,
    `const { options, ...rules } = require('./.dependency-cruiser.cjs');
     module.exports = { ...rules, options: { ...options, preserveSymlinks: true } };`,
  );
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', ...CHECKED];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 });
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } }; // dependency-cruiser's own format
  return report.summary.violations;
}

const rulesBrokenBy = (file: string): readonly string[] =>
  violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

test.each(CASES)('$rule: $folder must not import $target', ({ rule, files }) => {
  const broken = files.map(({ way, file }) => ({ way, rules: rulesBrokenBy(file) }));
  expect(broken).toEqual(files.map(({ way }) => ({ way, rules: expect.arrayContaining([rule]) })));
});

test('no-circular: two files must not import each other', () => {
  expect(CIRCLE.flatMap(rulesBrokenBy)).toContain('no-circular');
});

test('every rule is broken once here, and nothing else is reported', async () => {
  const { default: rules } = (await import(join(ROOT, '.dependency-cruiser.cjs'))) as {
    default: { forbidden: { name: string }[] };
  }; // the configuration is plain JavaScript
  const broken = new Set(violations.map(({ rule }) => rule.name));
  expect([...broken].sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
  const placed: readonly string[] = [
    ...CASES.flatMap(({ files }) => files.map(({ file }) => file)),
    ...CIRCLE,
  ];
  expect(violations.filter(({ from }) => !placed.includes(from))).toEqual([]);
});

describe('the environment is read in src/config/config.ts alone', () => {
  /** Any way to it, also in a comment: a rule is easier to keep than an exception. */
  const READS_ENVIRONMENT =
    /\bprocess\s*(\?\.|\.|\[\s*['"`])\s*(env|loadEnvFile)\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|from\s*['"](node:)?process['"]|\b(require|import)\(\s*['"](node:)?process['"]/;

  test.each([
    'const port = process.env.PORT;',
    "const port = process.env['PORT'];",
    "const port = process['env'].PORT;",
    'const port = process\n  .env.PORT;',
    'const port = process?.env.PORT;',
    'const port = globalThis.process.env.PORT;',
    'const { argv, env } = process;',
    'const { env: environment } = process;',
    "import { env } from 'node:process';",
    "import process from 'process';",
    "const { env } = await import('node:process');",
    'process.loadEnvFile();',
  ])('the check sees %j', code => {
    expect(code).toMatch(READS_ENVIRONMENT);
  });

  test.each(['process.exitCode = 1;', 'process.stdout.write(environment);', 'const { argv } = process;'])(
    'the check lets %j pass',
    code => {
      expect(code).not.toMatch(READS_ENVIRONMENT);
    },
  );

  test('nothing else reads it', () => {
    const files = CHECKED.flatMap(name =>
      readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' }).map(file => join(name, file)),
    ).filter(file => /\.[cm]?[jt]s$/.test(file));
    expect(files.length).toBeGreaterThan(50);
    const readers = files.filter(file => READS_ENVIRONMENT.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(readers).toEqual([join('src', 'config', 'config.ts')]);
  });
});
