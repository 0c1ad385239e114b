/** A guide with its blanks filled in, and written as text or as Markdown. */
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../identity-provider.ts';
import { AFTERWARDS, BEFORE_YOU_BEGIN, FIRST_STEP, LAST_STEP, PROBLEMS } from './common-guide.ts';
import type { GuideField, GuideStep, IdentityProviderGuide } from './guide.ts';
import { IDENTITY_PROVIDER_GUIDES } from './guide-catalogue.ts';

export interface GuideWords {
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
  /** The token itself where it is shown, or what stands for it. */
  readonly token?: string;
  /** The name of the main app. */
  readonly product?: string;
  /** Where sign-in begins. */
  readonly signInUrl?: string;
  /** An address for a test person that no member has. */
  readonly testAddress?: string | undefined;
}

export interface WordedGuide extends IdentityProviderGuide {
  readonly identityProvider: IdentityProvider;
  readonly label: string;
  readonly beforeYouBegin: readonly string[];
  readonly afterwards: readonly string[];
  readonly problems: typeof PROBLEMS;
}

/** Everything an IT admin needs to connect this provider; without a token it says `<token>`. */
export function wordGuide(
  identityProvider: IdentityProvider,
  {
    baseUrl,
    token = '<token>',
    product: productName,
    signInUrl,
    testAddress = '<an address that is free>',
  }: GuideWords,
): WordedGuide {
  const { label } = IDENTITY_PROVIDERS[identityProvider];
  const product = productName ?? 'the product';
  const idp = identityProvider === 'other' ? 'your identity provider' : label;
  const words: Readonly<Record<string, string>> = {
    baseUrl,
    token,
    product,
    idp,
    app: productName === undefined ? 'app' : `${productName} app`,
    application: productName === undefined ? 'application' : `${productName} application`,
    signIn: signInUrl ?? `the sign-in page of ${product}`,
    testAddress,
  };
  const guide = IDENTITY_PROVIDER_GUIDES[identityProvider];
  const whole = {
    ...guide,
    steps: [FIRST_STEP, ...guide.steps, LAST_STEP],
    beforeYouBegin: BEFORE_YOU_BEGIN,
    afterwards: AFTERWARDS,
    problems: PROBLEMS,
  };
  return { identityProvider, label, ...fillIn(whole, words) };
}

/** What is copied as it is, wherever it stands. */
const VERBATIM: ReadonlySet<string> = new Set(['baseUrl', 'token', 'testAddress']);

/** Fills in every text of a structure. A sentence that begins with a blank begins with a capital letter. */
function fillIn<Value>(value: Value, words: Readonly<Record<string, string>>): Value {
  if (typeof value === 'string') {
    const filled = value.replaceAll(
      /(^|[.?!] )?\{(\w+)\}/g,
      (blank, begin: string | undefined, name: string) => {
        const word = words[name];
        if (word === undefined) return blank;
        return begin === undefined || VERBATIM.has(name)
          ? `${begin ?? ''}${word}`
          : `${begin}${word.charAt(0).toUpperCase()}${word.slice(1)}`;
      },
    );
    return filled as Value; // a string, as it was
  }
  if (Array.isArray(value)) return value.map((item: unknown) => fillIn(item, words)) as Value; // item by item
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, fillIn(item as unknown, words)]);
  return Object.fromEntries(entries) as Value; // name by name
}

/** A step as one plain text. */
export function stepText({ text, fields, notes }: GuideStep): string {
  const values = fields.map(({ label, value }) => `"${label}": ${value}`).join('; ');
  return plain([text, ...(values === '' ? [] : [`${values}.`]), ...notes].join(' '));
}

/** Names on screens in quotation marks. */
export const plain = (text: string): string => text.replaceAll('**', '"');

/** For a terminal. */
export function guideText(guide: WordedGuide): string {
  const { label, limit, steps, variants, mappings, notes, beforeYouBegin, afterwards } = guide;
  return [
    ...(limit === null ? [] : [limitText(limit)]),
    `Before you begin:\n${bullets(beforeYouBegin)}`,
    `${limit === null ? `How to connect ${label}` : plain(limit.unless)}:\n\n${stepLines(steps)}`,
    ...variants.map(variant => `${variant.title}:\n\n${stepLines(variant.steps)}`),
    `Attributes to map, at the least:\n${mappings
      .map(({ attribute, from }) => `  ${attribute} from ${from}`)
      .join('\n')}`,
    ...(notes.length === 0 ? [] : [`Good to know:\n${bullets(notes)}`]),
    `After that:\n${bullets(afterwards)}`,
  ].join('\n\n');
}

const limitText = ({ title, sentences, choices }: NonNullable<WordedGuide['limit']>): string =>
  `${title}\n${bullets(sentences)}\nWhat you can do:\n${bullets(choices)}`;

const bullets = (sentences: readonly string[]): string =>
  sentences.map(sentence => `  - ${plain(sentence)}`).join('\n');

const stepLines = (steps: readonly GuideStep[]): string =>
  steps
    .map(({ text, fields, notes }, index) =>
      [
        `${String(index + 1).padStart(3)}. ${plain(text)}`,
        ...fields.map(({ label, value }) => `     ${label}: ${value.replaceAll('\n', '\n     ')}`),
        ...notes.map(note => `     (${plain(note)})`),
      ].join('\n'),
    )
    .join('\n');

/** @param level of its heading: 1 for a document of its own */
export function guideMarkdown(guide: WordedGuide, level = 1): string {
  const under = `${'#'.repeat(level)}#`;
  const { beforeYouBegin, afterwards, problems } = guide;
  return [
    `${'#'.repeat(level)} Connect ${guide.label}`,
    `${under} Before you begin`,
    markdownList(beforeYouBegin),
    providerMarkdown(guide, level + 1),
    `${under} After that`,
    markdownList(afterwards),
    `${under} Questions`,
    problemsMarkdown(problems),
  ].join('\n\n');
}

/** What is special about one provider. @param level of the headings in it */
function providerMarkdown({ limit, steps, variants, mappings, notes }: WordedGuide, level: number): string {
  const heading = '#'.repeat(level);
  return [
    ...(limit === null ? [] : limitMarkdown(limit)),
    `${heading} ${limit === null ? 'Steps' : limit.unless}`,
    markdownSteps(steps),
    ...variants.flatMap(variant => [`${heading} ${variant.title}`, markdownSteps(variant.steps)]),
    `${heading} Attributes to map, at the least`,
    markdownList(mappings.map(({ attribute, from }) => `\`${attribute}\` from ${code(from)}`)),
    ...(notes.length === 0 ? [] : [`${heading} Good to know`, markdownList(notes)]),
  ].join('\n\n');
}

const limitMarkdown = ({
  title,
  sentences,
  choices,
}: NonNullable<WordedGuide['limit']>): readonly string[] => [
  `**${title}.** ${sentences.join(' ')}`,
  `What you can do:\n\n${markdownList(choices)}`,
];

const markdownList = (items: readonly string[]): string => items.map(item => `- ${item}`).join('\n');

const problemsMarkdown = (problems: WordedGuide['problems']): string =>
  markdownList(problems.map(({ question, answer }) => `**${question}** ${answer}`));

const markdownSteps = (steps: readonly GuideStep[]): string =>
  steps
    .map(({ text, fields, notes }, index) => {
      const indent = ' '.repeat(`${index + 1}. `.length);
      const more = [...fields.map(field => markdownField(field)), ...notes.map(note => `- _${note}_`)];
      const lines = more.flatMap(item => item.split('\n')).map(line => (line === '' ? '' : indent + line));
      return [`${index + 1}. ${text}`, ...lines].join('\n');
    })
    .join('\n');

function markdownField({ label, value, kind }: GuideField): string {
  if (value.includes('\n'))
    return `- **${label}**:\n\n  \`\`\`json\n  ${value.replaceAll('\n', '\n  ')}\n  \`\`\`\n`;
  return `- **${label}**: ${kind === 'paste' ? `\`${value}\`` : value}`;
}

/** Braces and dollars of a template are code. */
const code = (text: string): string => (text.startsWith('{') ? `\`${text}\`` : text);
