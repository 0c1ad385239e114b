/** How far a connection has come, in the words that the setup page, the console, the control API and the terminal show. */
import { type Account, SSO_INACTIVE } from '../../accounts/account.ts';
import { cadenceOf } from '../../accounts/connection/provider-cadence.ts';
import type { GuideEvidence } from '../../accounts/guides/guide.ts';
import { plain, wordGuide } from '../../accounts/guides/worded-guide.ts';
import { IDENTITY_PROVIDERS } from '../../accounts/identity-provider.ts';
import { MINUTE_MS } from '../../base/clock.ts';
import { type Explanation, explain } from '../explanations/explanation.ts';
import { isExplanationId } from '../explanations/explanation-catalogue.ts';
import type { ConnectionHealth } from './connection-health.ts';
import { type CurrentFault, currentFault } from './fault.ts';
import { type Milestones, NO_MILESTONES } from './milestones.ts';
import { agoText, clockText, lengthText } from './moments.ts';
import type { RequestKind } from './request-kind.ts';

/** What is known of a connection; times are milliseconds since the epoch. */
export interface ProgressFacts {
  readonly account: Pick<Account, 'connection' | 'identityProvider' | 'name'>;
  readonly activeTokens: number;
  readonly health: ConnectionHealth | undefined;
  readonly people: People;
  /** Of the member who was created and deleted again; `null` when it is not known. */
  readonly testUserName: string | null;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
  readonly silentAfterDays: number;
  /** The name of the main app. */
  readonly product?: string | undefined;
}

/** Members whom the identity provider manages. */
export interface People {
  readonly active: number;
  readonly inactive: number;
  /** Created within the last minute. */
  readonly recent: number;
  /** Created last. */
  readonly last: { readonly memberId: string; readonly userName: string; readonly at: number } | null;
}

export interface Progress extends ProgressRow {
  /** Evidence that has arrived: it ticks the steps of the guide that it proves. */
  readonly ticks: readonly GuideEvidence[];
  /** A fault that ended a moment ago. */
  readonly mended: { readonly at: number; readonly text: string } | null;
}

interface ProgressRow {
  readonly state:
    | 'off'
    | 'paused_sso'
    | 'paused'
    | 'no_token'
    | 'ours'
    | 'wrong'
    | 'silent'
    | 'syncing'
    | 'people'
    | 'test_person_left'
    | 'test_person'
    | 'tested'
    | 'waiting';
  readonly mark: 'tick' | 'ring' | 'triangle' | 'cross';
  /** Without a full stop. */
  readonly headline: string;
  readonly sentences: readonly string[];
  /** In the states `ours` and `wrong`. */
  readonly fault: (CurrentFault & { readonly explains: Explanation | null }) | null;
}

interface Scene extends ProgressFacts {
  readonly now: number;
  readonly milestones: Milestones;
  readonly idp: string;
  readonly product: string;
  readonly total: number;
  readonly ticks: readonly GuideEvidence[];
}

type Rule = (scene: Scene) => ProgressRow | undefined;

const LEFT_AFTER_MS = 2 * MINUTE_MS;
const MENDED_MS = 10 * MINUTE_MS;
/** Fewer within a minute are no synchronization. */
const SYNC_A_MINUTE = 3;

/** The first row that fits counts; the last one always fits. @param now milliseconds since the epoch */
export function progressOf(facts: ProgressFacts, now: number): Progress {
  const { identityProvider } = facts.account;
  const milestones = facts.health?.milestones ?? NO_MILESTONES;
  const known = {
    ...facts,
    now,
    milestones,
    idp: identityProvider === 'other' ? 'your identity provider' : IDENTITY_PROVIDERS[identityProvider].label,
    product: facts.product ?? 'the product',
    total: facts.people.active + facts.people.inactive,
  };
  const scene: Scene = { ...known, ticks: ticksOf({ ...known, ticks: [] }) };
  const found = RULES.map(rule => rule(scene)).find(row => row !== undefined) ?? waiting(scene);
  return { ...found, headline: capitalized(found.headline), ticks: scene.ticks, mended: mendedText(scene) };
}

const row = (
  state: ProgressRow['state'],
  mark: ProgressRow['mark'],
  headline: string,
  sentences: readonly string[],
  fault: ProgressRow['fault'] = null,
): ProgressRow => ({ state, mark, headline, sentences: sentences.map(capitalized), fault });

const off: Rule = ({ account }) =>
  account.connection.state === 'disabled'
    ? row('off', 'ring', 'Not switched on yet', ['Switch it on to get the Base URL and the token.'])
    : undefined;

const paused: Rule = ({ account: { connection, name }, product }) => {
  if (connection.state !== 'suspended') return undefined;
  const meanwhile = 'No one is added or removed meanwhile.';
  if (connection.reason === SSO_INACTIVE) {
    return row('paused_sso', 'triangle', 'Paused: single sign-on is off', [
      `It goes on by itself when SAML single sign-on of ${name} is active again.`,
      meanwhile,
    ]);
  }
  const reason = connection.reason === null ? 'No reason was given.' : ended(connection.reason);
  return row('paused', 'triangle', `Paused by ${product}`, [reason, meanwhile]);
};

const noToken: Rule = ({ activeTokens }) =>
  activeTokens === 0
    ? row('no_token', 'cross', 'No token is valid', [
        'Every token has expired or was revoked. Issue a new one.',
      ])
    : undefined;

const faulty: Rule = scene => {
  const { account, idp, milestones, now, baseUrl } = scene;
  const { identityProvider, connection } = account;
  const fault = currentFault(milestones, { identityProvider, since: connection.since }, now);
  if (!fault) return undefined;
  const { requests, firstAt, lastAt, requestId, explanation } = fault;
  const since = `${counted(requests, 'request')} since ${clockText(firstAt, now)}`;
  const explains = isExplanationId(explanation) ? explain(explanation, identityProvider, baseUrl) : null;
  if (fault.isOurs) {
    const sentences = [
      `${counted(requests, 'request')} could not be handled by us since ${clockText(firstAt, now)}.`,
      `${idp} repeats what failed by itself.`,
      `For our support: ${requestId}.`,
    ];
    return row('ours', 'cross', 'We failed, not you', sentences, { ...fault, explains });
  }
  const words = explains
    ? [ended(explains.title), explains.cause]
    : [`A request was answered with ${fault.status}.`];
  const counts = `${since}; last ${clockText(lastAt, now)}.`;
  return row('wrong', 'cross', 'Something is wrong', [...words, counts], { ...fault, explains });
};

const silent: Rule = ({ account: { identityProvider, connection }, health, silentAfterDays, idp, now }) => {
  const lastRequestAt = health?.lastRequestAt ?? null;
  const { silentAfterMs, habit } = cadenceOf(identityProvider, silentAfterDays);
  if (lastRequestAt === null || now - Math.max(lastRequestAt, connection.since) <= silentAfterMs)
    return undefined;
  const headline = `Quiet since ${clockText(lastRequestAt, now)}`;
  const length = lengthText(now - lastRequestAt);
  return habit
    ? row('silent', 'triangle', headline, [
        `${idp} usually ${habit.usually} and has not for ${length}.`,
        habit.look,
      ])
    : row('silent', 'ring', headline, [
        `${idp} speaks only when a person changes. Nothing for ${length} can be right.`,
        'To be sure, run its connection test.',
      ]);
};

const syncing: Rule = ({ people, total, idp }) =>
  people.recent >= SYNC_A_MINUTE
    ? row('syncing', 'tick', `${peopleText(total)} so far`, [
        `${idp} is sending your team, ${people.recent} a minute.`,
        'You may close this page; it goes on without it.',
      ])
    : undefined;

const peopled: Rule = scene => {
  const { people, total, now } = scene;
  if (total === 0 || isLoneTestPerson(scene)) return undefined;
  const last = people.last ? [`Last: ${people.last.userName}, ${agoText(now - people.last.at)}.`] : [];
  return row('people', 'tick', `${peopleText(total)} provisioned`, [
    `${people.active} active, ${people.inactive} inactive.`,
    ...last,
  ]);
};

const testPersonLeft: Rule = scene => {
  const { people, idp, now, product } = scene;
  const { last } = people;
  if (!last || !isLoneTestPerson(scene) || now - last.at < LEFT_AFTER_MS) return undefined;
  return row('test_person_left', 'triangle', 'The test user is still here', [
    `${idp} created ${last.userName} at ${clockText(last.at, now)} and has not deleted this person.`,
    `If the test is over, remove them in ${product}, or press the test button once more.`,
  ]);
};

const testPerson: Rule = scene => {
  const { milestones, total, testUserName, idp, now } = scene;
  if (!milestones.testPerson || milestones.firstMember || total > 0) return undefined;
  return row('test_person', 'tick', 'Connection tested', [
    `${idp} created ${testUserName ?? 'a test user'} and deleted this person again at ${clockText(milestones.testPerson.at, now)}.`,
    'No one was invited.',
    ...nextStep(scene),
  ]);
};

const tested: Rule = scene => {
  const { health, milestones, idp, now } = scene;
  const answeredAt = health?.lastSuccessAt ?? milestones.testedAt;
  if (answeredAt === null) return undefined;
  return row('tested', 'tick', `${idp} has reached us`, [
    `The address and the token are right: ${idp} asked at ${clockText(answeredAt, now)} and got its answer.`,
    ...nextStep(scene),
  ]);
};

function waiting({ health, idp, now }: Scene): ProgressRow {
  const unproven = health?.lastUnproven ?? null;
  const arrived =
    unproven === null
      ? ['Nothing has arrived yet.', `As soon as ${idp} sends a request you see it here, within a second.`]
      : [
          `A request came ${agoText(now - unproven.at)} and was refused: ${unproven.message}.`,
          'Paste the whole token, in one line.',
        ];
  return row('waiting', 'ring', `Waiting for ${idp}`, arrived);
}

const RULES: readonly Rule[] = [
  off,
  paused,
  noToken,
  faulty,
  silent,
  syncing,
  peopled,
  testPersonLeft,
  testPerson,
  tested,
];

/** The only person is the test person, as long as no test has deleted one. */
function isLoneTestPerson({ account, milestones, people, total }: Scene): boolean {
  const { steps } = wordGuide(account.identityProvider, { baseUrl: '' });
  return (
    total === 1 &&
    steps.some(({ proves }) => proves === 'test_person') &&
    milestones.testPerson === null &&
    milestones.lastCycleAt === null &&
    milestones.firstMember?.memberId === people.last?.memberId
  );
}

function ticksOf(scene: Scene): readonly GuideEvidence[] {
  const { account, health, milestones, total } = scene;
  const evidence: Readonly<Record<GuideEvidence, boolean>> = {
    enabled: account.connection.state !== 'disabled',
    first_contact: (health?.firstContactAt ?? null) !== null,
    tested: (health?.lastSuccessAt ?? milestones.testedAt) !== null,
    test_person: milestones.testPerson !== null,
    first_person: (total > 0 && !isLoneTestPerson(scene)) || milestones.lastCycleAt !== null,
    cycle: milestones.lastCycleAt !== null,
  };
  const all = Object.keys(evidence) as GuideEvidence[]; // Object.keys forgets the literal type
  return all.filter(name => evidence[name]);
}

function nextStep({ account, baseUrl, product, ticks }: Scene): readonly string[] {
  const { steps } = wordGuide(account.identityProvider, { baseUrl, product });
  const last = steps.findLastIndex(({ proves }) => proves !== null && ticks.includes(proves));
  const next = steps[last + 1];
  return next ? [`Next: ${plain(next.text)}`] : [];
}

const DID: Readonly<Record<RequestKind, string>> = {
  door: 'got in',
  look_up: 'got an answer',
  create: 'created a person',
  change: 'changed a person',
  delete: 'deleted a person',
  group: 'sent people again',
};

function mendedText({ milestones: { mended }, idp, now }: Scene): Progress['mended'] {
  if (!mended || now - mended.at > MENDED_MS) return null;
  const { kind, at } = mended;
  return { at, text: `Mended at ${clockText(at, now)}: ${idp} ${DID[kind]}.` };
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const peopleText = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
