/** `npm run catalogue`: writes what is made from the code (routes, events, guides, settings, commands) into the documents. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { stringify } from 'yaml';
import { readVersion } from '../src/config/version.ts';
import { asyncApi } from './async-api.ts';
import { clientEventParts, clientEventTypes } from './client-types.ts';
import { commandReference } from './command-document.ts';
import { eventReference } from './event-reference.ts';
import { guideDocuments } from './guide-document.ts';
import { openApi } from './open-api.ts';
import { envExample, settingsTable } from './settings-document.ts';

const ROOT = new URL('../', import.meta.url);
const MADE_BY = 'made by `npm run catalogue` from src/events/catalogue/catalogue.ts';

export interface GeneratedFile {
  /** From the top of the project. */
  readonly path: string;
  readonly text: string;
}

/** Every file with generated parts, as it must be; the hand-written rest is as it is. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const version = readVersion();
  const openApiText = `# made by \`npm run catalogue\` from src/api/routes.ts and tools/openapi; do not edit.\n${yaml(openApi(version))}`;
  return [
    { path: 'asyncapi.yaml', text: `# ${MADE_BY}; do not edit.\n${yaml(asyncApi(version))}` },
    { path: 'openapi.yaml', text: openApiText },
    { path: 'client/control-api.d.ts', text: await controlApiTypes(openApiText) },
    { path: 'client/event-parts.d.ts', text: typeScript(clientEventParts()) },
    { path: 'client/event-types.d.ts', text: typeScript(clientEventTypes()) },
    ...guideDocuments(),
    { path: 'docs/events.md', text: withParts('docs/events.md', eventReference()) },
    {
      path: 'docs/configuration.md',
      text: withParts('docs/configuration.md', { settings: settingsTable() }),
    },
    { path: 'docs/cli.md', text: withParts('docs/cli.md', { commands: commandReference() }) },
    { path: '.env.example', text: envExample() },
  ];
}

const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** For `openapi-fetch`: a request that names an address, a parameter or a field that there is not does not compile. */
async function controlApiTypes(openApiText: string): Promise<string> {
  const types = astToString(await openapiTypeScript(openApiText));
  return `// made by \`npm run catalogue\` from openapi.yaml; do not edit.\n\n${types}`;
}

const typeScript = (code: string): string => `// ${MADE_BY}; do not edit.\n\n${code}\n`;

/** Times and numbers stay texts for readers of YAML 1.1 as well. */
const yaml = (value: object): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });

/** @param parts by the name of the marker each stands under */
function withParts(path: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce(
    (done, [name, part]) =>
      replaceBetween(
        done,
        `<!-- catalogue: ${name} -->`,
        `<!-- catalogue: end of ${name} -->`,
        `\n${part}\n`,
      ),
    read(path),
  );
}

/** @throws Error unless both marks stand in the text, in this order */
function replaceBetween(text: string, begin: string, end: string, part: string): string {
  const [before, rest, ...more] = text.split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`there must be one "${begin}" and after it one "${end}"`);
  }
  return `${before}${begin}\n${part}\n${end}${after}`;
}

if (import.meta.main) {
  for (const { path, text } of await generatedFiles()) writeFileSync(new URL(path, ROOT), text);
}
