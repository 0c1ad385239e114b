/** What the documents say of the code is so: settings, policies, identity providers, event types, tests, links. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { DEFAULT_POLICIES } from '../../src/accounts/account.ts';
import { IDENTITY_PROVIDERS } from '../../src/accounts/identity-provider.ts';
import { createProgram } from '../../src/cli/cli.ts';
import { readConfig } from '../../src/config/config.ts';
import { ApiDescription, type Json } from '../openapi/api-description.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The text under a heading, to the next one of the same rank. */
function section(text: string, heading: string): string {
  const [, rest] = text.split(`\n## ${heading}\n`);
  if (rest === undefined) throw new Error(`there is no heading ${heading}`);
  return rest.split('\n## ')[0] ?? '';
}

const isRule = (line: string): boolean => /^\| ?-{3}/.test(line);

/** The rows of the tables in a text, without head and rule; cells are trimmed. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line, index, lines) => line.startsWith('| ') && !isRule(line) && !isRule(lines[index + 1] ?? ''))
    .map(line =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    );

const codesIn = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

const firstCodes = (text: string): readonly string[] => rowsOf(text).flatMap(([first]) => codesIn(first));

test('docs/configuration.md lists every setting, and no other', () => {
  const asked = new Set<string>();
  const environment = { DATABASE_URL: 'sqlite:nowhere/rollcall.db', SIGNING_KEYS: 'a:b', SECRETS_KEY: 'c:d' };
  readConfig(
    new Proxy<Record<string, string>>(environment, {
      get: (target, name) => {
        asked.add(String(name));
        return target[String(name)];
      },
    }),
  );
  expect([...firstCodes(read('docs/configuration.md').split('\n## ')[0] ?? '')].sort()).toEqual(
    [...asked].sort(),
  );
});

test('docs/cli.md lists every policy of an account', () => {
  const [, policies = ''] = read('docs/cli.md').split('Policies of an account');
  expect([...firstCodes(policies)].sort()).toEqual(Object.keys(DEFAULT_POLICIES).sort());
});

test('docs/compatibility.md says how GET /Groups answers each identity provider', () => {
  const listed = rowsOf(section(read('docs/compatibility.md'), 'Identity providers')).map(
    ([, name, groups]) => [...codesIn(name), groups],
  );
  const known = Object.entries(IDENTITY_PROVIDERS).map(([name, { listsGroupsWhenTesting }]) => [
    name,
    listsGroupsWhenTesting ? 'empty list' : 'refused',
  ]);
  expect([...listed].sort()).toEqual(known.sort());
});

test.each([
  ['README.md', 'Events'],
  ['docs/events.md', 'Types'],
])('%s lists every event type', (file, heading) => {
  const mapping = new ApiDescription().at('components', 'schemas', 'Event', 'discriminator')[
    'mapping'
  ] as Json; // OpenAPI's discriminator object
  expect([...firstCodes(section(read(file), heading))].sort()).toEqual(Object.keys(mapping).sort());
});

test('the conformance table leads to every conformance test', () => {
  const names = rowsOf(read('docs/conformance.md')).flatMap(([, , tests]) => codesIn(tests));
  const found = names.map(name => globSync(`test/conformance/${name}.test.ts`, { cwd: ROOT }));
  expect(names.filter((_, index) => found[index]?.length === 0)).toEqual([]);
  const all = globSync('test/conformance/*.test.ts', { cwd: ROOT });
  expect(found.flat().sort()).toEqual(all.sort());
});

test('decisions are numbered without gaps and say context, decision and consequences', () => {
  const files = globSync('docs/adr/*.md', { cwd: ROOT }).sort();
  expect(files.length).toBeGreaterThan(0);
  for (const [index, file] of files.entries()) {
    const number = index + 1;
    expect(file).toMatch(new RegExp(`/${String(number).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
    const headings = read(file).match(/^#+ .*$/gm) ?? [];
    expect(headings[0]).toMatch(new RegExp(`^# ${number}\\. `));
    expect(headings.slice(1)).toEqual(['## Context', '## Decision', '## Consequences']);
  }
});

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

test('no link within the project leads nowhere, to a heading neither', () => {
  const files = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', 'client/*.md'], {
    cwd: ROOT,
    exclude: ['**/node_modules/**'],
  });
  const isDead = (file: string, link: string): boolean => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).has(anchor);
  };
  const dead = files.flatMap(file =>
    [...read(file).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter(link => isDead(file, link))
      .map(link => `${file}: ${link}`),
  );
  expect(dead).toEqual([]);
});

test('the README is short, and the index of the documentation leads to every page', () => {
  expect(Buffer.byteLength(read('README.md'))).toBeLessThan(12 * 1_024);
  const index = read('docs/README.md');
  const pages = globSync('docs/*.md', { cwd: ROOT }).map(file => file.slice('docs/'.length));
  expect(pages.filter(page => page !== 'README.md' && !index.includes(`](${page})`))).toEqual([]);
});

const COMMAND = /(?:^|`|\$\()(?:npm run -s rollcall --|node bin\/rollcall\.js|rollcall) ([a-z][^`\n|)]*)/gm;

test('every command that the documents show exists, with its options', () => {
  const files = globSync(['*.md', 'docs/**/*.md', 'examples/*/*.md', 'client/*.md'], { cwd: ROOT });
  const wrong = files
    .filter(file => file !== 'CHANGELOG.md')
    .flatMap(file =>
      [...read(file).matchAll(COMMAND)]
        .filter(([, words = '']) => !isCommand(createProgram(), words.split(/\s+/)))
        .map(([line]) => `${file}: ${line}`),
    );
  expect(wrong).toEqual([]);
});

/** Words that are no command or option are values. */
function isCommand(command: Command, [first = '', ...rest]: readonly string[]): boolean {
  const inner = command.commands.find(each => each.name() === first);
  if (inner) return isCommand(inner, rest);
  if (command.commands.length > 0) return ['', '--help'].includes(first);
  const known = ['--help', ...command.options.map(({ long }) => long)];
  return [first, ...rest].filter(word => /^--[a-z]/.test(word)).every(word => known.includes(word));
}
