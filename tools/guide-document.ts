/** docs/identity-providers.md and docs/idp: the guides of all identity providers, made from their data. */

import { guideMarkdown, wordGuide } from '../src/accounts/guides/worded-guide.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../src/accounts/identity-provider.ts';
import type { Explanation } from '../src/provisioning-log/explanations/explanation.ts';
import {
  explanationAnchor,
  troubleshootingOf,
} from '../src/provisioning-log/explanations/troubleshooting.ts';

const BASE_URL = 'https://scim.example.com/scim/v2';
const MADE_BY = '<!-- made by `npm run catalogue` from src/accounts/guides; do not edit. -->';

const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type

/** A file for each identity provider, and the list of them. */
export function guideDocuments(): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: 'docs/identity-providers.md', text: guideList() },
    ...PROVIDERS.map(provider => ({ path: `docs/idp/${provider}.md`, text: guideDocument(provider) })),
  ];
}

function guideList(): string {
  const lines = PROVIDERS.map(
    provider => `- [${capitalized(IDENTITY_PROVIDERS[provider].label)}](idp/${provider}.md)`,
  );
  return paragraphs([
    MADE_BY,
    '# Connect an identity provider',
    'Step by step, for the IT admin of an account: what to paste where, what to switch off, and what to change when something fails.',
    lines.join('\n'),
    `\`rollcall account guide <id>\` and \`GET /v1/accounts/{id}/scim/guide\` give the same steps with your own Base URL. In these pages it is \`${BASE_URL}\`, "the product" is your application, and \`<token>\` stands for the token, which is shown once.`,
    '## Why Okta is connected with `email` and with the import',
    'Okta finds people by the unique identifier field. `email` fits applications whose SAML **Application username** is Email, which is the usual set-up. `userName` works as well: Okta asks with the same filter for either. **Import New Users and Profile Updates** is selected so that Okta can read who is on the team already and match them. Reading changes no one here.',
  ]);
}

function guideDocument(provider: IdentityProvider): string {
  const groups = troubleshootingOf(provider, BASE_URL);
  return paragraphs([
    MADE_BY,
    guideMarkdown(wordGuide(provider, { baseUrl: BASE_URL })),
    '## If something goes wrong',
    'Grouped by the place where it is mended.',
    ...groups.flatMap(({ title, explanations }) => [`### ${title}`, ...explanations.map(explanationPart)]),
  ]);
}

const explanationPart = ({ id, title, cause, where, change, again }: Explanation): string =>
  [
    `<a id="${explanationAnchor(id)}"></a>`,
    `**${title}.** ${cause}`,
    '',
    `- Where: ${where}`,
    `- Change: ${change}`,
    ...(again === null ? [] : [`- Then: ${again}`]),
  ].join('\n');

const paragraphs = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;

const capitalized = (text: string): string =>
  text === 'authentik' ? text : text.charAt(0).toUpperCase() + text.slice(1);
