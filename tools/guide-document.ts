/** docs/identity-providers.md: the guides of all identity providers, made from their data. */

import {
  markdownList,
  problemsMarkdown,
  providerMarkdown,
  type WordedGuide,
  wordGuide,
} from '../src/accounts/guides/worded-guide.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../src/accounts/identity-provider.ts';

const BASE_URL = 'https://scim.example.com/scim/v2';

export function guideDocument(): string {
  const guides = (Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]) // Object.keys forgets the literal type
    .map(provider => wordGuide(provider, { baseUrl: BASE_URL }));
  const { beforeYouBegin, afterwards, problems } = wordGuide('other', { baseUrl: BASE_URL });
  const parts = [
    '<!-- made by `npm run catalogue` from src/accounts/guides; do not edit. -->',
    '# Connect an identity provider',
    'For the IT admin of an account. `rollcall account guide <id>` and `GET /v1/accounts/{id}/scim/guide` give the same steps with your own Base URL; here it is `' +
      `${BASE_URL}\`. The product is your application; \`<token>\` stands for the token, which is shown once.`,
    ['Guides:', guides.map(({ label }) => `[${label}](#${anchorOf(label)})`).join(' · ')].join(' '),
    '## Before you begin',
    markdownList(beforeYouBegin),
    ...guides.map(providerPart),
    '## After that',
    markdownList(afterwards),
    '## If something is not as you expect',
    problemsMarkdown(problems),
  ];
  return `${parts.join('\n\n')}\n`;
}

const providerPart = (guide: WordedGuide): string =>
  `## ${capitalized(guide.label)}\n\n${providerMarkdown(guide, 3)}`;

/** As GitHub makes it from a heading. */
const anchorOf = (label: string): string => label.toLowerCase().replaceAll(' ', '-');

const capitalized = (text: string): string =>
  text === 'authentik' ? text : text.charAt(0).toUpperCase() + text.slice(1);
