/** Whatever goes wrong is explained: each pattern is made to happen, and its explanation is in the log. */

import jwt from 'jsonwebtoken';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { explain } from '../../src/provisioning-log/explanations/explanation.ts';
import {
  EXPLANATIONS,
  type ExplanationId,
} from '../../src/provisioning-log/explanations/explanation-catalogue.ts';
import { PROVIDER_SCREENS } from '../../src/provisioning-log/screens/screen-catalogue.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { name, sql } from '../../src/store/database/sql.ts';
import { databaseKinds } from '../support/database/databases.ts';
import { type Json, ScimClient } from '../support/scim/scim-client.ts';
import { type LogScene, openLogScene, type ShownEntry, where } from './log-scene.ts';

const NOT_FOUND = '01a1ffb7-0000-7000-8000-000000000000';
const IDS = Object.keys(EXPLANATIONS) as ExplanationId[]; // Object.keys forgets the literal type
const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // the same

const set = (path: string, value: unknown): Json => ({ op: 'replace', path, value });
const person = (more: Json = {}): Json => ({ userName: 'ann@example.com', ...more });

/** Makes a pattern happen for an account of its own. */
interface Pattern {
  readonly policies?: readonly string[];
  readonly happen: (scim: ScimClient, scene: LogScene) => Promise<unknown>;
}

/** Those which a request with a good token can make happen. */
const PATTERNS: Partial<Record<ExplanationId, Pattern>> = {
  token_expired: {
    happen: async ({ account }, { service }) => {
      // A moment ago it was still good; the clock of the service is the system's.
      const { token } = await service.accounts.issueToken(account.accountId, 'short', Date.now() + 1_000);
      const client = new ScimClient({ ...account, token });
      while ((await client.get('/Users')).status !== 401);
    },
  },
  token_revoked: {
    happen: async (scim, { service }) => {
      const { accountId } = scim.account;
      const [token] = await service.accounts.listTokens(accountId);
      await service.accounts.revokeToken(accountId, token?.id ?? '');
      await scim.get('/Users');
    },
  },
  token_address: {
    happen: async ({ account }, { control }) => {
      const { token } = await control.expect(201, 'POST', `/accounts/${account.accountId}/tokens`, {
        allowedAddresses: ['203.0.113.0/24'],
      });
      await new ScimClient({ ...account, token: String(token) }).get('/Users');
    },
  },
  connection_suspended: {
    happen: async (scim, { service }) => {
      await service.accounts.suspend(scim.account.accountId, 'an audit');
      await scim.get('/Users');
    },
  },
  connection_disabled: {
    happen: async (scim, { control }) => {
      const { accountId } = scim.account;
      await control.expect(200, 'POST', `/accounts/${accountId}/scim/disable`, { members: 'keep' });
      await scim.get('/Users');
    },
  },
  base_url_alone: { happen: scim => scim.get('/') },
  unknown_address: { happen: scim => scim.get('/Users/Users') },
  method_not_allowed: { happen: scim => scim.delete('/Users') },
  media_type: { happen: scim => scim.send('POST', '/Users', 'x', { 'content-type': 'text/xml' }) },
  body_too_large: { happen: scim => scim.post('/Users', person({ nickName: 'x'.repeat(1_100_000) })) },
  body_unreadable: { happen: scim => scim.send('POST', '/Users', '{"userName": ') },
  groups_pushed: { happen: scim => scim.post('/Groups', { displayName: 'Bakers' }) },
  me_unsupported: { happen: scim => scim.get('/Me') },
  discovery_filter: { happen: scim => scim.get('/Schemas?filter=id%20pr') },
  page_request: { happen: scim => scim.get('/Users?cursor=x') },
  user_name_taken: {
    happen: async scim => {
      await scim.create(person());
      await scim.post('/Users', person());
    },
  },
  user_name_taken_by_rename: {
    happen: async scim => {
      await scim.create(person());
      const { path } = await scim.create();
      await scim.patch(path, set('userName', 'Ann@example.com'));
    },
  },
  user_name_invisible: { happen: scim => scim.post('/Users', person({ userName: 'ann\u200b@x.io' })) },
  user_name_missing: { happen: scim => scim.post('/Users', { displayName: 'Ann' }) },
  email_missing: {
    policies: ['requireEmail=true'],
    happen: scim => scim.post('/Users', { userName: 'ann' }),
  },
  email_domain: {
    policies: ['allowedEmailDomains=example.org'],
    happen: scim => scim.post('/Users', person()),
  },
  email_form: { happen: scim => scim.post('/Users', person({ emails: [{ value: 'Ann <a@x.io>' }] })) },
  member_gone: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.delete(path);
      await scim.patch(path, set('active', false));
    },
  },
  version_conflict: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.put(path, person(), { 'if-match': 'W/"7"' });
    },
  },
  protected_member: {
    happen: async (scim, { control }) => {
      const id = await addByApp(scim, control, { protected: true });
      await scim.patch(`/Users/${id}`, set('active', false));
    },
  },
  link_refused: {
    policies: ['link=never'],
    happen: async (scim, { control }) => {
      const id = await addByApp(scim, control);
      await scim.patch(`/Users/${id}`, set('title', 'Baker'));
    },
  },
  deactivated: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.patch(path, set('active', 'False'));
    },
  },
  deleted: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.delete(path);
    },
  },
  authority_ignored: { happen: scim => scim.create({ roles: [{ value: 'owner' }] }) },
  authority_refused: {
    policies: ['authority=reject'],
    happen: scim => scim.post('/Users', person({ entitlements: [{ value: 'billing' }] })),
  },
  password_ignored: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.patch(path, { op: 'replace', value: { password: 'secret' } });
    },
  },
  unknown_attributes: { happen: scim => scim.create({ shoeSize: 42 }) },
  boolean_value: { happen: scim => scim.post('/Users', person({ active: 'enabled' })) },
  email_value: {
    happen: scim => scim.post('/Users', person({ emails: [{ value: { address: 'ann@example.com' } }] })),
  },
  value_type: { happen: scim => scim.post('/Users', person({ title: ['Baker', 'Miller'] })) },
  value_too_long: { happen: scim => scim.post('/Users', person({ externalId: 'x'.repeat(600) })) },
  filter_attribute: { happen: scim => scim.get(where('employeeCode eq "7"')) },
  filter_syntax: { happen: scim => scim.get(where('userName equals "ann"')) },
  patch_path: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.patch(path, set('emails[value co "x"].display', 'x'));
    },
  },
  read_only_attribute: {
    happen: async scim => {
      const { path } = await scim.create();
      await scim.patch(path, set('id', 'x'));
    },
  },
  too_many: {
    happen: async scim => {
      const emails = Array.from({ length: 1_000 }, (_, index) => ({ value: `${index}@x.io` }));
      const { path } = await scim.create({ emails });
      const operation = set('emails[value eq "1@x.io" or value eq "y"].type', 'work');
      await scim.patch(path, ...Array<Json>(600).fill(operation));
    },
  },
  service_failure: {
    happen: async (scim, { service }) => {
      const database = await openDatabase(service.database);
      const rename = (from: string, to: string) =>
        database.write(trx => trx.all(sql`ALTER TABLE ${name(from)} RENAME TO ${name(to)}`));
      try {
        await rename('members', 'members_away');
        await scim.get(`/Users/${NOT_FOUND}`);
      } finally {
        await rename('members_away', 'members');
        await database.close();
      }
    },
  },
};

/** Those whose account is unknown. */
const STRANGERS: Partial<Record<ExplanationId, (scene: LogScene) => Promise<string | undefined>>> = {
  token_missing: () => Promise.resolve(undefined),
  token_not_ours: () => Promise.resolve('Bearer eyJhbGciOiJIUzI1NiJ9.e30.cut'),
  token_key_unknown: () => Promise.resolve(`Bearer ${jwt.sign({}, 'another secret', { keyid: 'removed' })}`),
  basic_authentication: () => Promise.resolve('Basic YWRtaW46YWRtaW4='),
  token_wrong_kind: async ({ service }) => `Bearer ${await service.serviceToken(['events:read'])}`,
};

/** Made to happen in the test of the log itself: they need a limit on requests. */
const ELSEWHERE: readonly ExplanationId[] = [
  'rate_limited',
  'client_gone',
  'search_too_long',
  'header_unreadable',
];

async function addByApp(
  { account }: ScimClient,
  control: LogScene['control'],
  more: Json = {},
): Promise<string> {
  const { id } = await control.expect(201, 'POST', `/accounts/${account.accountId}/members`, {
    email: 'owner@example.com',
    ...more,
  });
  return String(id);
}

test('every explanation there is can happen', () => {
  const made = [...Object.keys(PATTERNS), ...Object.keys(STRANGERS), ...ELSEWHERE];
  expect(made.sort()).toEqual([...IDS].sort());
});

describe.each(databaseKinds())('on $name', kind => {
  let scene: LogScene;

  beforeAll(async () => {
    scene = await openLogScene(kind);
  });

  afterAll(() => scene.close());

  test.each(Object.entries(PATTERNS))('%s happens and is explained', async (id, { policies, happen }) => {
    const scim = await scene.connect('okta', policies);
    await happen(scim, scene);
    const { explanation } = await scene.newest(scim);
    expect(explanation).toEqual(explain(id as ExplanationId, 'okta', scim.account.baseUrl)); // a key of PATTERNS
  });

  test.each(Object.entries(STRANGERS))('%s happens and is explained', async (id, authorize) => {
    const authorization = await authorize(scene);
    await fetch(`${scene.service.url}/scim/v2/Users`, { headers: authorization ? { authorization } : {} });
    const [newest] = await scene.strangers();
    expect(newest?.explanation?.id).toBe(id);
  });

  test('what is in order has none', async () => {
    const scim = await scene.connect();
    const { path } = await scim.create();
    await scim.get(path);
    await scim.patch(path, set('title', 'Baker'));
    const entries: readonly ShownEntry[] = await scene.log(scim);
    expect(entries.map(({ explanation }) => explanation)).toEqual([null, null, null]);
  });

  test("the words are those of the account's identity provider at the time of reading", async () => {
    const scim = await scene.connect('okta');
    await scim.post('/Groups', { displayName: 'x' });
    expect((await scene.newest(scim)).explanation?.where).toContain('Push Groups');
    await scene.control.expect(200, 'PUT', `/accounts/${scim.account.accountId}`, {
      identityProvider: 'entra',
    });
    expect(await scene.newest(scim)).toMatchObject({
      identityProvider: 'okta',
      explanation: { where: expect.stringContaining('Provision Microsoft Entra ID Groups') },
    });
  });
});

describe.each(PROVIDERS)('for %s', provider => {
  const BASE_URL = 'https://scim.example.com/scim/v2';
  const all = IDS.map(id => explain(id, provider, BASE_URL));

  test('every explanation says what, why, where, what to change, and how to try again', () => {
    for (const { id, title, cause, where: place, change, again } of all) {
      const texts = [title, cause, place, change, ...(again === null ? [] : [again])];
      expect({ id, short: texts.filter(text => text.length < 8) }).toEqual({ id, short: [] });
      expect({ id, open: texts.filter(text => /\{\w+\}|undefined/.test(text)) }).toEqual({ id, open: [] });
      expect({ id, sentences: [cause, change].filter(text => !/[.)]$/.test(text)) }).toEqual({
        id,
        sentences: [],
      });
    }
  });

  test('says how to try again where something failed, and nowhere else', () => {
    const offered = all.filter(({ again }) => again !== null).map(({ id }) => id);
    expect(offered).toEqual(IDS.filter(id => EXPLANATIONS[id].isFailure));
    expect(offered).toContain('token_expired');
    expect(offered).not.toContain('authority_ignored');
  });

  test('names the screen to go to, or who else has to act', () => {
    const { screens } = PROVIDER_SCREENS[provider];
    const places = [
      ...Object.values(screens),
      expect.stringMatching(/^(In the application|With those who run)/),
    ];
    for (const { where: place } of all) expect(places).toContainEqual(place);
  });

  test('names the fields as the provider does, and the address to type', () => {
    const { fields } = PROVIDER_SCREENS[provider];
    expect(explain('token_not_ours', provider, BASE_URL).change).toContain(fields.token);
    expect(explain('unknown_address', provider, BASE_URL).change).toContain(BASE_URL);
  });
});

test('no two identity providers have the same screens', () => {
  for (const screen of ['connection', 'mapping', 'groups', 'people', 'offboarding'] as const) {
    const ways = PROVIDERS.map(provider => PROVIDER_SCREENS[provider].screens[screen]);
    expect(new Set(ways).size).toBe(PROVIDERS.length);
  }
});

test.each([
  ['okta', 'connection', /Provisioning > Integration/],
  ['okta', 'mapping', /To App > Attribute Mappings/],
  ['entra', 'connection', /Provisioning > Admin Credentials/],
  ['entra', 'mapping', /Provision Microsoft Entra ID Users > Attribute Mappings/],
  ['onelogin', 'connection', /Configuration > API Connection/],
  ['jumpcloud', 'connection', /Identity Management/],
  ['google', 'connection', /Web and mobile apps > the app > Autoprovisioning/],
  ['ping', 'connection', /Integrations > Provisioning > Connections/],
  ['cloudflare', 'offboarding', /deactivate_on_delete/],
  ['authentik', 'mapping', /User Property Mappings/],
  ['keycloak', 'groups', /Enable group propagation/],
  ['rippling', 'groups', /Supports Groups/],
] as const)(
  '%s: the way to the screen for %s is the one its documentation names',
  (provider, screen, way) => {
    expect(PROVIDER_SCREENS[provider].screens[screen]).toMatch(way);
  },
);
