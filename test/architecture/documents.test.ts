/** What the documents say of the code is so: settings, policies, identity providers, event types, tests, links. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_POLICIES } from '../../src/accounts/account.ts';
import { IDENTITY_PROVIDERS } from '../../src/accounts/identity-provider.ts';
import { readConfig } from '../../src/config/config.ts';
import { ApiDescription, type Json } from '../openapi/api-description.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');

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

test('the README lists every setting, and no other', () => {
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
  expect([...firstCodes(section(README, 'Configuration'))].sort()).toEqual([...asked].sort());
});

test('the README lists every policy of an account', () => {
  const [, policies = ''] = section(README, 'The command line').split('Policies of an account');
  expect([...firstCodes(policies)].sort()).toEqual(Object.keys(DEFAULT_POLICIES).sort());
});

test('the README says how GET /Groups answers each identity provider', () => {
  const told = rowsOf(section(README, 'Identity providers')).map(([, name, groups]) => [
    ...codesIn(name),
    groups,
  ]);
  const known = Object.entries(IDENTITY_PROVIDERS).map(([name, { listsGroupsWhenTesting }]) => [
    name,
    listsGroupsWhenTesting ? 'empty list' : 'refused',
  ]);
  expect([...told].sort()).toEqual(known.sort());
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
  const names = rowsOf(section(README, 'Conformance')).flatMap(([, , tests]) => codesIn(tests));
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

test('no link within the project leads nowhere', () => {
  const files = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });
  const dead = files.flatMap(file =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter(target => !existsSync(join(ROOT, dirname(file), target)))
      .map(target => `${file}: ${target}`),
  );
  expect(dead).toEqual([]);
});
