/** The first row that fits says how far a connection has come: every state is reached, and one is always there. */
import fc from 'fast-check';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { type ProgressFacts, progressOf } from '../../src/provisioning-log/connection/connection-progress.ts';
import { verdictOf } from '../../src/provisioning-log/connection/connection-verdict.ts';
import {
  type Milestones,
  mergeMilestones,
  milestonesOf,
  NO_MILESTONES,
} from '../../src/provisioning-log/connection/milestones.ts';
import type { LogRecord } from '../../src/provisioning-log/entry.ts';
import { PROPERTY_SEED } from '../property/property-seed.ts';

const NOON = Date.parse('2026-12-01T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NO_PEOPLE: ProgressFacts['people'] = { active: 0, inactive: 0, recent: 0, last: null };

const record = (more: Partial<LogRecord>): LogRecord => ({
  accountId: 'acorn',
  isUnproven: false,
  tokenId: 'token',
  at: NOON,
  requestId: 'request-1',
  identityProvider: 'jumpcloud',
  userAgent: null,
  method: 'GET',
  path: '/scim/v2/Users',
  bulkIndex: null,
  outcome: 'done',
  meaning: '',
  memberId: null,
  userName: null,
  externalId: null,
  changed: [],
  ignored: [],
  unknownAttributes: 0,
  unknownNames: [],
  events: [],
  status: 200,
  scimType: null,
  detail: null,
  explanation: null,
  durationMs: 1,
  ...more,
});

const milestonesAfter = (...requests: readonly Partial<LogRecord>[]): Milestones =>
  requests.map(each => milestonesOf(record(each))).reduce(mergeMilestones, NO_MILESTONES);

const created = (memberId: string, at = NOON): Partial<LogRecord> => ({
  method: 'POST',
  status: 201,
  memberId,
  at,
});
const deleted = (memberId: string, at = NOON): Partial<LogRecord> => ({
  method: 'DELETE',
  path: `/scim/v2/Users/${memberId}`,
  status: 204,
  memberId,
  at,
});
const refused = (more: Partial<LogRecord>): Partial<LogRecord> => ({
  outcome: 'refused',
  status: 400,
  ...more,
});

interface Given {
  readonly idp?: IdentityProvider;
  readonly milestones?: Milestones;
  readonly people?: Partial<ProgressFacts['people']>;
  readonly more?: Partial<ProgressFacts>;
  readonly lastRequestAt?: number;
}

function factsOf({
  idp = 'jumpcloud',
  milestones = NO_MILESTONES,
  people,
  more,
  lastRequestAt = NOON,
}: Given = {}) {
  const { testedAt } = milestones;
  const facts: ProgressFacts = {
    account: {
      name: 'Acorn Bakery',
      identityProvider: idp,
      connection: { state: 'enabled', reason: null, since: Math.min(NOON, lastRequestAt) - DAY_MS },
    },
    activeTokens: 1,
    health:
      milestones === NO_MILESTONES
        ? undefined
        : {
            firstContactAt: lastRequestAt,
            lastRequestAt,
            lastSuccessAt: testedAt,
            lastError: null,
            lastUnproven: null,
            milestones,
          },
    people: { ...NO_PEOPLE, ...people },
    testUserName: 'test@acorn.example',
    baseUrl: 'https://scim.example/scim/v2',
    silentAfterDays: 7,
    ...more,
  };
  return facts;
}

const connection = (state: 'disabled' | 'suspended', reason: string | null = null, since = 0) => ({
  account: { name: 'Acorn Bakery', identityProvider: 'okta' as const, connection: { state, reason, since } },
});
const ann = { memberId: 'ann', userName: 'ann@acorn.example', at: NOON };

const STATES: readonly (readonly [string, Given, string])[] = [
  ['off', { more: connection('disabled') }, 'Not switched on yet'],
  ['paused_sso', { more: connection('suspended', 'sso_inactive') }, 'Paused: single sign-on is off'],
  ['paused', { more: connection('suspended', 'an audit') }, 'Paused by the product'],
  ['no_token', { more: { activeTokens: 0 } }, 'No token is valid'],
  ['ours', { milestones: milestonesAfter({ outcome: 'failed', status: 500 }) }, 'We failed, not you'],
  ['wrong', { milestones: milestonesAfter(refused({ method: 'POST' })) }, 'Something is wrong'],
  [
    'silent',
    { milestones: milestonesAfter({}), lastRequestAt: NOON - 8 * DAY_MS },
    'Quiet since 23 Nov, 12:00 UTC',
  ],
  [
    'syncing',
    { milestones: milestonesAfter(created('ann')), people: { active: 9, recent: 9 } },
    '9 people so far',
  ],
  [
    'people',
    {
      milestones: milestonesAfter(created('ann'), created('bo')),
      people: { active: 1, inactive: 1, last: ann },
    },
    '2 people provisioned',
  ],
  [
    'test_person_left',
    {
      milestones: milestonesAfter(created('ann')),
      people: { active: 1, last: { ...ann, at: NOON - 3 * MINUTE_MS } },
    },
    'The test user is still here',
  ],
  ['test_person', { milestones: milestonesAfter(created('ann'), deleted('ann')) }, 'Connection tested'],
  ['tested', { milestones: milestonesAfter({}) }, 'JumpCloud has reached us'],
  ['waiting', {}, 'Waiting for JumpCloud'],
];

test.each(STATES)('the state %s is reached', (state, given, headline) => {
  expect(progressOf(factsOf(given), NOON)).toMatchObject({ state, headline });
});

describe('what is wrong', () => {
  const wrongCreate = refused({ method: 'POST', explanation: 'user_name_missing' });

  test('ends with the first success of its kind, and not with one of another kind', () => {
    const progress = (...later: readonly Partial<LogRecord>[]) =>
      progressOf(factsOf({ milestones: milestonesAfter(wrongCreate, ...later) }), NOON);
    expect(progress({}, deleted('bo')).state).toBe('wrong');
    const mended = progress(created('ann'));
    expect(mended.fault).toBeNull();
    expect(mended.mended?.text).toBe('Mended at 12:00 UTC: JumpCloud created a person.');
  });

  test('counts its requests, and is forgotten a day after the last one', () => {
    const milestones = milestonesAfter(wrongCreate, { ...wrongCreate, at: NOON + MINUTE_MS });
    expect(progressOf(factsOf({ milestones }), NOON + HOUR_MS).fault).toMatchObject({
      kind: 'create',
      requests: 2,
      firstAt: NOON,
      lastAt: NOON + MINUTE_MS,
    });
    expect(progressOf(factsOf({ milestones }), NOON + 2 * DAY_MS).state).not.toBe('wrong');
  });

  const groups = refused({
    method: 'POST',
    path: '/scim/v2/Groups',
    status: 501,
    explanation: 'groups_pushed',
  });
  const taken = refused({ method: 'POST', status: 409, explanation: 'user_name_taken' });
  const gone = refused({
    method: 'DELETE',
    path: '/scim/v2/Users/x',
    status: 404,
    explanation: 'member_gone',
  });

  test.each<[string, IdentityProvider, readonly Partial<LogRecord>[], boolean]>([
    ['JumpCloud pushes its test group', 'jumpcloud', [groups], false],
    [
      'JumpCloud still pushes groups three days after the set-up',
      'jumpcloud',
      [{ ...groups, at: NOON + 3 * DAY_MS }],
      true,
    ],
    ['authentik pushes groups', 'authentik', [groups], false],
    ['OneLogin pushes groups', 'onelogin', [groups], true],
    ['authentik finds a person by a conflict and looks them up', 'authentik', [taken, {}], false],
    ['authentik runs into a conflict and looks no one up', 'authentik', [taken], true],
    ['JumpCloud runs into a conflict and looks someone up', 'jumpcloud', [taken, {}], true],
    ['any provider deletes a person twice', 'okta', [gone], false],
  ])('%s', (_what, idp, requests, isWrong) => {
    const milestones = milestonesAfter({ at: NOON - 1_000 }, ...requests);
    const at = requests[0]?.at ?? NOON;
    const { state } = progressOf(factsOf({ idp, milestones, lastRequestAt: at }), at);
    expect(state === 'wrong').toBe(isWrong);
  });
});

test('each identity provider is silent when it would have spoken', () => {
  const providers = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type
  const silentAfter = (idp: IdentityProvider, ms: number) => {
    const facts = factsOf({ idp, milestones: milestonesAfter({}) });
    return progressOf(facts, NOON + ms).state === 'silent';
  };
  const first = (idp: IdentityProvider) =>
    [4, 6, 24, 7 * 24].find(hours => silentAfter(idp, hours * HOUR_MS + 1));
  const usual = Object.fromEntries(providers.map(idp => [idp, 7 * 24]));
  expect(Object.fromEntries(providers.map(idp => [idp, first(idp)]))).toEqual({
    ...usual,
    entra: 4,
    authentik: 6,
    google: 24,
  });
  const neutral = progressOf(factsOf({ milestones: milestonesAfter({}) }), NOON + 8 * DAY_MS);
  expect(neutral.mark).toBe('ring');
  expect(verdictOf(neutral, undefined).state).toBe('works');
});

describe('over random requests', () => {
  const requests = fc.array(
    fc.record({
      method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      path: fc.constantFrom('/scim/v2/Users', '/scim/v2/Users/x', '/scim/v2/Groups', '/scim/v2/Bulk'),
      outcome: fc.constantFrom('done', 'ignored', 'refused', 'failed'),
      status: fc.constantFrom(200, 400, 401, 404, 500),
      memberId: fc.constantFrom(null, 'ann', 'bo'),
      explanation: fc.constantFrom(null, 'groups_pushed', 'user_name_taken', 'member_gone'),
    }),
    { maxLength: 30 },
  );
  const inOrder = (all: readonly Partial<LogRecord>[]) =>
    all.map((each, index) => ({ ...each, at: NOON + index * 1_000 }) as Partial<LogRecord>);

  test('milestones are the same however the requests are split into batches', () => {
    fc.assert(
      fc.property(requests, fc.nat(30), (all, split) => {
        const ordered = inOrder(all);
        const [first, second] = [ordered.slice(0, split), ordered.slice(split)];
        const { kinds, testedAt } = mergeMilestones(milestonesAfter(...first), milestonesAfter(...second));
        const whole = milestonesAfter(...ordered);
        expect({ kinds, testedAt }).toEqual({ kinds: whole.kinds, testedAt: whole.testedAt });
      }),
      { seed: PROPERTY_SEED },
    );
  });

  test('there is always one state with a headline and sentences without blanks, and asking again changes nothing', () => {
    const providers = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type
    fc.assert(
      fc.property(
        requests,
        fc.constantFrom(...providers),
        fc.nat(3),
        fc.nat(10 * 24),
        (all, idp, active, hours) => {
          const people = active === 0 ? NO_PEOPLE : { active, last: ann };
          const facts = factsOf({ idp, milestones: milestonesAfter(...inOrder(all)), people });
          const now = NOON + hours * HOUR_MS;
          const progress = progressOf(facts, now);
          expect(progressOf(facts, now)).toEqual(progress);
          const text = verdictOf(progress, facts.health).text;
          expect(text).not.toMatch(/[{}]|undefined|null|NaN|\.\./);
          expect(text).toMatch(/^[A-Z0-9a]/);
        },
      ),
      { seed: PROPERTY_SEED },
    );
  });
});
