/** Clients that common generators make of openapi.yaml build, and read pages of a running service. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { outsideTools } from '../support/process/outside-tools.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DESCRIPTION = join(ROOT, 'openapi.yaml');
const PROGRAMS = join(ROOT, 'test/openapi/clients');
const LIMIT_MS = 600_000;

const { folder: TOOLS, describe: describeWithTools } = outsideTools('client-tools');

let folder: string;
let service: TestService;
let environment: NodeJS.ProcessEnv;

const run = async (file: string, args: readonly string[], cwd = folder): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)(file, [...args], {
      cwd,
      env: { ...process.env, PATH: `${join(TOOLS, 'venv/bin')}:${process.env['PATH']}`, ...environment },
      maxBuffer: 64_000_000,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }; // execFile puts both there
    throw new Error(`${file} ${args.join(' ')} failed:\n${stdout?.slice(-4_000)}\n${stderr?.slice(-4_000)}`);
  }
};
const runJavaScript = (bin: string, args: readonly string[]): Promise<string> =>
  run(process.execPath, [join(TOOLS, 'node_modules/.bin', bin), ...args]);
const python = join(TOOLS, 'venv/bin/python');

/** What every client must have read: an event of each type that the scene made, and one User. */
const EXPECTED = [
  'ConnectionEnabled',
  'ConnectionTokenIssued',
  'TeamMemberProvisioned',
  'TeamMemberUpdated',
  'TeamMemberStaged',
  'TeamMemberDeprovisioned',
  'TeamMemberReactivated',
  'TeamMemberProvisioned',
  'TeamMemberDeprovisioned',
  'TeamMemberDeleted',
  'TeamMemberDeleted',
  'TeamMemberErased',
  'users 1',
];

async function makeEvents(): Promise<void> {
  const account = await service.addAccount({ id: 'acme' });
  const scim = new ScimClient(account);
  const ann = await scim.create({ userName: 'ann@example.com', emails: [{ value: 'ann@example.com' }] });
  await scim.patch(`/Users/${ann.body['id']}`, { op: 'replace', path: 'title', value: 'Baker' });
  const bo = await scim.create({ userName: 'bo@example.com', active: false });
  await scim.patch(`/Users/${ann.body['id']}`, { op: 'replace', path: 'active', value: false });
  await scim.patch(`/Users/${ann.body['id']}`, { op: 'replace', path: 'active', value: true });
  const cy = await scim.create({ userName: 'cy@example.com' });
  await scim.delete(`/Users/${cy.body['id']}`);
  const token = await service.serviceToken(['*']);
  await fetch(`${service.url}/v1/accounts/acme/members/${bo.body['id']}/erase`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  environment = { ROLLCALL_URL: service.url, SERVICE_TOKEN: token, ACCOUNT_TOKEN: account.token };
}

describeWithTools('a client generated from openapi.yaml', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-clients-'));
    service = await startTestService();
    await makeEvents();
  }, LIMIT_MS);

  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const readsPages = (output: string): void =>
    expect(output.trim().split('\n').sort()).toEqual([...EXPECTED].sort());

  const openApiGenerator = (generator: string, output: string, properties: string): Promise<string> =>
    run('java', [
      // It runs for seconds: the optimizing compiler would cost more than it gains.
      '-XX:TieredStopAtLevel=1',
      '-jar',
      join(TOOLS, 'openapi-generator-cli.jar'),
      'generate',
      ...['-g', generator, '-i', DESCRIPTION, '-o', output, `--additional-properties=${properties}`],
    ]);

  const goProgram = async (output: string, program: string): Promise<string> => {
    mkdirSync(join(output, 'read'), { recursive: true });
    cpSync(join(PROGRAMS, program), join(output, 'read/main.go'));
    await run('go', ['mod', 'tidy'], output);
    return run('go', ['run', './read'], output);
  };

  test(
    'by openapi-generator for Python builds and reads pages',
    async () => {
      const output = join(folder, 'generator-python');
      await openApiGenerator('python', output, 'packageName=rollcall');
      cpSync(join(PROGRAMS, 'openapi-generator.py'), join(output, 'read.py'));
      readsPages(await run(python, ['read.py'], output));
    },
    LIMIT_MS,
  );

  test(
    'by openapi-python-client builds and reads pages',
    async () => {
      const output = join(folder, 'python-client');
      // One operation takes lines of JSON, which this generator sends as they are given.
      writeFileSync(
        join(folder, 'python-client.yaml'),
        'content_type_overrides:\n  application/x-ndjson: application/octet-stream\n',
      );
      const args = ['generate', '--path', DESCRIPTION, '--output-path', output, '--fail-on-warning'];
      await run(join(TOOLS, 'venv/bin/openapi-python-client'), [...args, '--config', 'python-client.yaml']);
      cpSync(join(PROGRAMS, 'openapi-python-client.py'), join(output, 'read.py'));
      readsPages(await run(python, ['read.py'], output));
    },
    LIMIT_MS,
  );

  test(
    'by openapi-generator for Go builds and reads pages',
    async () => {
      const output = join(folder, 'generator-go');
      await openApiGenerator('go', output, 'packageName=rollcall');
      rmSync(join(output, 'test'), { recursive: true, force: true });
      await run('go', ['mod', 'edit', '-module', 'example.com/rollcall/client'], output);
      readsPages(await goProgram(output, 'openapi-generator.go'));
    },
    LIMIT_MS,
  );

  test(
    'by oapi-codegen builds and reads pages',
    async () => {
      const output = join(folder, 'oapi-codegen');
      mkdirSync(output);
      await run('go', ['mod', 'init', 'example.com/rollcall/client'], output);
      const args = ['-generate', 'types,client', '-package', 'rollcall', '-o', 'rollcall.go', DESCRIPTION];
      await run(join(TOOLS, 'oapi-codegen'), args, output);
      readsPages(await goProgram(output, 'oapi-codegen.go'));
    },
    LIMIT_MS,
  );

  test(
    'by openapi-typescript compiles and reads pages',
    async () => {
      // Beside the tools, where `openapi-fetch` is found.
      const output = mkdtempSync(join(TOOLS, 'typescript-'));
      try {
        await runJavaScript('openapi-typescript', [DESCRIPTION, '-o', join(output, 'rollcall.ts')]);
        cpSync(join(PROGRAMS, 'openapi-fetch.ts.txt'), join(output, 'read.ts'));
        writeFileSync(join(output, 'package.json'), '{ "type": "module" }');
        writeFileSync(
          join(output, 'tsconfig.json'),
          JSON.stringify({
            extends: join(ROOT, 'tsconfig.json'),
            compilerOptions: {
              noEmit: false,
              rewriteRelativeImportExtensions: true,
              allowImportingTsExtensions: false,
              typeRoots: [join(ROOT, 'node_modules/@types')],
              types: ['node'],
            },
            include: ['*.ts'],
          }),
        );
        await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', output]);
        readsPages(await run(process.execPath, [join(output, 'read.js')]));
      } finally {
        rmSync(output, { recursive: true, force: true });
      }
    },
    LIMIT_MS,
  );

  test.each([
    ['redocly', ['lint', '--extends=recommended', DESCRIPTION]],
    ['spectral', ['lint', '--ruleset', 'ruleset.yaml', '--fail-severity', 'error', DESCRIPTION]],
  ])(
    'has a description in which %s finds no error',
    async (linter, args) => {
      writeFileSync(join(folder, 'ruleset.yaml'), 'extends: ["spectral:oas"]\n');
      await expect(runJavaScript(linter, args)).resolves.toEqual(expect.any(String));
    },
    LIMIT_MS,
  );
});
