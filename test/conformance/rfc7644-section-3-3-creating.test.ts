/** RFC 7644 §3.3: creating a User. */
import {
  CORE_USER,
  ENTERPRISE_USER,
  type Json,
  metaOf,
  refusal,
  resourcesOf,
  ScimClient,
} from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';

const service = useTestService();
let client: ScimClient;

beforeEach(async () => {
  client = new ScimClient(await service.addAccount());
});

const post = (body: unknown) => client.post('/Users', body);
const totalOf = async () => (await client.get('/Users?count=0')).body['totalResults'];

describe('a created User', () => {
  test('is answered with 201 and stands at the Location, which meta repeats', async () => {
    const answer = await post({ schemas: [CORE_USER], userName: 'ann@example.com' });
    expect(answer.status).toBe(201);
    const location = `${client.account.baseUrl}/Users/${String(answer.body['id'])}`;
    expect(answer.headers['location']).toBe(location);
    expect(metaOf(answer.body)).toMatchObject({ resourceType: 'User', location });
    expect(await client.read(`/Users/${String(answer.body['id'])}`)).toEqual(answer.body);
  });

  test('has a version, which the ETag repeats', async () => {
    const answer = await post({ userName: 'ann@example.com' });
    expect(answer.headers['etag']).toMatch(/^W\/".+"$/);
    expect(metaOf(answer.body)['version']).toBe(answer.headers['etag']);
  });

  test('was created and last modified at the same moment, just now', async () => {
    const before = Date.now();
    const { created, lastModified } = metaOf((await post({ userName: 'ann@example.com' })).body);
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(lastModified).toBe(created);
    expect(Date.parse(String(created))).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(created))).toBeLessThanOrEqual(Date.now());
  });

  test('has an id of ours, whatever id and meta the client sent', async () => {
    const id = '0192f0c1-0000-7000-8000-000000000000';
    const meta = { version: 'W/"77"', created: '2001-01-01T00:00:00Z', location: 'https://evil.example/' };
    const { body } = await post({ id, meta, userName: 'ann@example.com' });
    expect(body['id']).not.toBe(id);
    expect(metaOf(body)['created']).not.toMatch(/^2001/);
    expect(metaOf(body)['location']).toContain(client.account.baseUrl);
    expect(metaOf(body)['version']).not.toBe('W/"77"');
  });

  test('comes back with everything that was stored', async () => {
    const sent: Json = {
      userName: 'ann@example.com',
      externalId: 'Ext-1',
      name: {
        formatted: 'Dr. Ann B. Example III',
        familyName: 'Example',
        givenName: 'Ann',
        middleName: 'B.',
      },
      displayName: 'Ann',
      nickName: 'Annie',
      profileUrl: 'https://example.com/ann',
      title: 'Lead',
      preferredLanguage: 'de-CH',
      locale: 'de-CH',
      timezone: 'Europe/Zurich',
      active: true,
      emails: [{ value: 'ann@example.com', type: 'work', primary: true, display: 'Work' }],
      phoneNumbers: [{ value: '+41 44 000 00 00', type: 'mobile' }],
      ims: [{ value: 'ann', type: 'xmpp' }],
      photos: [{ value: 'https://example.com/ann.png', type: 'photo' }],
      addresses: [{ type: 'work', streetAddress: 'Weg 1', locality: 'Zürich', country: 'CH', primary: true }],
      [ENTERPRISE_USER]: { employeeNumber: '701', department: 'R&D', manager: { value: 'boss-1' } },
    };
    const answer = await post({ schemas: [CORE_USER, ENTERPRISE_USER], ...sent });
    expect(answer).toMatchObject({ status: 201, body: sent });
    expect(answer.body['schemas']).toEqual([CORE_USER, ENTERPRISE_USER]);
  });
});

describe('schemas are read leniently', () => {
  test.each([
    ['that are missing', undefined],
    ['that are an empty list', []],
    ['that are null', null],
    ['that are a single text', CORE_USER],
    ['in another case', [CORE_USER.toUpperCase()]],
    ['that name the extension alone', [ENTERPRISE_USER]],
    ['that name a further extension', [CORE_USER, 'urn:example:params:scim:custom']],
  ])('%s', async (_which, schemas) => {
    const answer = await post({ schemas, userName: 'ann@example.com' });
    expect(answer).toMatchObject({ status: 201, body: { schemas: [CORE_USER] } });
  });

  test('but a resource that says it is a Group is refused', async () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    expect(await post({ schemas, userName: 'ann' })).toMatchObject(refusal(400, 'invalidSyntax', /schemas/));
  });

  test('an extension is listed in schemas only when the User has it', async () => {
    const { body } = await post({ schemas: [CORE_USER, ENTERPRISE_USER], userName: 'ann@example.com' });
    expect(body['schemas']).toEqual([CORE_USER]);
    const other = { userName: 'bob@example.com', [ENTERPRISE_USER]: { department: 'Sales' } };
    expect((await post(other)).body['schemas']).toEqual([CORE_USER, ENTERPRISE_USER]);
  });
});

describe('userName', () => {
  test.each([
    ['missing', {}],
    ['null', { userName: null }],
    ['empty', { userName: '' }],
    ['blank', { userName: '   ' }],
    ['a number', { userName: 7 }],
    ['an object', { userName: { name: 'ann' } }],
    ['a list of two', { userName: ['ann', 'bob'] }],
    ['longer than the limit', { userName: 'a'.repeat(600) }],
  ])('is refused when it is %s', async (_what, body) => {
    expect(await post(body)).toMatchObject(refusal(400, 'invalidValue', /userName/));
    expect(await totalOf()).toBe(0);
  });

  test.each([
    ['kept in its case', 'Ann.Example@Example.COM'],
    ['need not be an e-mail address', 'ann'],
    ['may hold quotes and backslashes', 'an"n\\o\'brien@example.com'],
    ['may hold any letters', 'ÄNNA Łódź 名前'],
  ])('%s', async (_what, userName) => {
    const answer = await post({ userName });
    expect(answer).toMatchObject({ status: 201, body: { userName } });
    expect(await client.read(`/Users/${String(answer.body['id'])}`)).toMatchObject({ userName });
  });

  test.each([
    ['the same', 'ann@example.com', 'ann@example.com'],
    ['in another case', 'ann@example.com', 'ANN@Example.Com'],
    ['in another case beyond ASCII', 'ÄNNA@example.com', 'änna@example.com'],
    ['composed differently', 'a\u0308nna@example.com', 'änna@example.com'],
  ])('is unique: %s name is answered with 409', async (_how, first, second) => {
    expect((await post({ userName: first })).status).toBe(201);
    const answer = await post({ userName: second });
    expect(answer).toMatchObject(refusal(409, 'uniqueness', /userName/));
    expect(await totalOf()).toBe(1);
  });

  test('of a deactivated member is taken as well', async () => {
    await client.create({ userName: 'ann@example.com', active: false });
    expect(await post({ userName: 'Ann@example.com' })).toMatchObject(refusal(409, 'uniqueness', /userName/));
  });

  test('of another account is free, and a refusal never tells of the other account', async () => {
    const neighbour = new ScimClient(await service.addAccount());
    const theirs = await neighbour.create({ userName: 'ann@example.com', displayName: 'Neighbour Ann' });
    const ours = await client.create({ userName: 'ann@example.com' });
    const answer = await post({ userName: 'ann@example.com' });
    expect(answer).toMatchObject(refusal(409, 'uniqueness', new RegExp(ours.id)));
    expect(answer.text).not.toContain(theirs.id);
    expect(answer.text).not.toContain(neighbour.account.accountId);
    expect(answer.text).not.toContain('Neighbour');
  });

  test('stays distinct when it differs by a plus-address', async () => {
    await client.create({ userName: 'ann@example.com' });
    expect((await post({ userName: 'ann+x@example.com' })).status).toBe(201);
  });

  test('two at the same moment leave one 201 and one 409', async () => {
    const answers = await Promise.all(
      ['ann@example.com', 'ANN@example.com', 'Ann@Example.com'].map(userName => post({ userName })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await totalOf()).toBe(1);
    expect(await service.memberEvents(client.account.accountId)).toHaveLength(1);
  });
});

describe('active', () => {
  test.each([
    ['omitted', {}, true, 'team_member.provisioned'],
    ['null', { active: null }, true, 'team_member.provisioned'],
    ['true', { active: true }, true, 'team_member.provisioned'],
    ['"True"', { active: 'True' }, true, 'team_member.provisioned'],
    ['false', { active: false }, false, 'team_member.staged'],
    ['"False"', { active: 'False' }, false, 'team_member.staged'],
    ['"false"', { active: 'false' }, false, 'team_member.staged'],
  ])('%s', async (_what, sent, active, type) => {
    expect(await post({ userName: 'ann@example.com', ...sent })).toMatchObject({
      status: 201,
      body: { active },
    });
    const events = await service.memberEvents(client.account.accountId);
    expect(events.map(event => event.type)).toEqual([type]);
  });

  test('of a staged member turned on provisions it, once', async () => {
    const { path } = await client.create({ active: false });
    for (const value of [true, false, true]) {
      expect((await client.patch(path, { op: 'replace', path: 'active', value })).status).toBe(200);
    }
    const events = await service.memberEvents(client.account.accountId);
    expect(events.map(event => event.type.replace('team_member.', ''))).toEqual([
      'staged',
      'provisioned',
      'deprovisioned',
      'reactivated',
    ]);
  });
});

describe('what SCIM may not set', () => {
  test('is left out of the resource, the list and the event', async () => {
    const forbidden = {
      password: 'correct-horse-battery',
      roles: [{ value: 'owner' }],
      entitlements: [{ value: 'all' }],
      groups: [{ value: 'admins' }],
      userType: 'Admin',
      x509Certificates: [{ value: 'MIIB' }],
      'urn:example:params:scim:custom': { role: 'owner' },
      favouriteColour: 'blue',
    };
    const answer = await post({ userName: 'ann@example.com', ...forbidden });
    expect(answer.status).toBe(201);
    const [listed] = resourcesOf(await client.get('/Users'));
    const [event] = await service.memberEvents(client.account.accountId);
    for (const seen of [answer.body, listed, event?.data.member]) {
      expect(Object.keys(seen ?? {}).filter(name => name in forbidden)).toEqual([]);
    }
    expect(service.logText()).not.toContain('correct-horse');
  });

  test('is refused by an account with the policy authority=reject, unless it says nothing', async () => {
    client = new ScimClient(await service.addAccount({ policies: ['authority=reject'] }));
    expect(await post({ userName: 'ann', roles: [{ value: 'owner' }] })).toMatchObject(
      refusal(400, 'mutability', /roles/),
    );
    expect(await totalOf()).toBe(0);
    const nothing = { roles: [], groups: null, entitlements: [], userType: '' };
    expect((await post({ userName: 'ann', ...nothing })).status).toBe(201);
  });
});
