/** RFC 7644 §4 and RFC 7643 §5 to §7: what the service says of itself is what it does. */
import {
  CORE_USER,
  ENTERPRISE_USER,
  type Json,
  LIST_RESPONSE,
  metaOf,
  refusal,
  resourcesOf,
  ScimClient,
} from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';
import { startTestService } from '../support/test-service.ts';

const service = useTestService();
let client: ScimClient;

beforeAll(async () => {
  client = new ScimClient(await service.addAccount({ identityProvider: 'okta' }));
});

const configuration = () => client.read('/ServiceProviderConfig');

describe('/ServiceProviderConfig', () => {
  test('has the form of the RFC', async () => {
    const { authenticationSchemes, ...body } = await configuration();
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: {
        supported: expect.any(Boolean),
        maxOperations: expect.any(Number),
        maxPayloadSize: expect.any(Number),
      },
      filter: { supported: true, maxResults: 1_000 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      meta: {
        resourceType: 'ServiceProviderConfig',
        location: `${client.account.baseUrl}/ServiceProviderConfig`,
      },
    });
    const [scheme, ...others] = authenticationSchemes as Json[];
    expect(others).toEqual([]);
    expect(scheme).toMatchObject({
      type: 'oauthbearertoken',
      name: expect.stringMatching(/\w/),
      description: expect.stringMatching(/\w/),
    });
  });

  test('is the same however many services and requests there were', async () => {
    const other = await startTestService();
    const theirs = await new ScimClient(await other.addAccount()).get('/ServiceProviderConfig');
    await other.stop();
    const text = (await client.get('/ServiceProviderConfig')).text;
    expect(theirs.text.replaceAll(other.url, '')).toBe(text.replaceAll(service.url, ''));
  });

  test('tells the truth about bulk and changing passwords', async () => {
    const { bulk } = (await configuration()) as { bulk: { supported: boolean } }; // RFC 7643 §5
    const { status } = await client.post('/Bulk', { Operations: [] });
    expect(bulk.supported).toBe(status !== 501);
    const { path, body } = await client.create();
    await client.patch(path, { op: 'replace', path: 'password', value: 'new-secret' });
    expect(await client.read(path)).toEqual(body);
  });

  test.each([
    'filter=userName%20eq%20%22x%22',
    'attributes=patch',
    'startIndex=5&count=0',
    'sortBy=x',
    'x=y',
  ])('ignores the query %s', async query => {
    expect(await client.read(`/ServiceProviderConfig?${query}`)).toEqual(await configuration());
  });
});

test('pagination stands in the configuration of every identity provider but Ping, whose client cannot read it', async () => {
  expect(await configuration()).toMatchObject({ pagination: { cursor: true, index: true } });
  const ping = new ScimClient(await service.addAccount({ identityProvider: 'ping' }));
  const { pagination, ...others } = await configuration();
  const answer = await ping.get('/ServiceProviderConfig');
  expect(answer.body).toEqual(others);
  const { headers } = await client.get('/ServiceProviderConfig');
  expect(answer.headers['etag']).not.toBe(headers['etag']);
  expect(headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'private, max-age=3600' });
});

describe('/ResourceTypes', () => {
  test('lists User and nothing else', async () => {
    const answer = await client.get('/ResourceTypes');
    expect(answer.body).toMatchObject({
      schemas: [LIST_RESPONSE],
      totalResults: 1,
      startIndex: 1,
      itemsPerPage: 1,
    });
    expect(resourcesOf(answer)).toEqual([
      {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
        id: 'User',
        name: 'User',
        description: expect.any(String),
        endpoint: '/Users',
        schema: CORE_USER,
        schemaExtensions: [{ schema: ENTERPRISE_USER, required: false }],
        meta: { resourceType: 'ResourceType', location: `${client.account.baseUrl}/ResourceTypes/User` },
      },
    ]);
  });

  test('answers with one by its id', async () => {
    const [user] = resourcesOf(await client.get('/ResourceTypes'));
    expect(await client.read('/ResourceTypes/User')).toEqual(user);
  });
});

describe('/Schemas', () => {
  test('lists the User and its extension, and nothing else', async () => {
    const answer = await client.get('/Schemas');
    expect(answer.body).toMatchObject({ schemas: [LIST_RESPONSE], totalResults: 2, itemsPerPage: 2 });
    expect(resourcesOf(answer).map(schema => schema['id'])).toEqual([CORE_USER, ENTERPRISE_USER]);
    for (const schema of resourcesOf(answer)) {
      expect(schema).toMatchObject({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
        name: expect.any(String),
        meta: {
          resourceType: 'Schema',
          location: `${client.account.baseUrl}/Schemas/${String(schema['id'])}`,
        },
      });
    }
  });

  test.each([CORE_USER, ENTERPRISE_USER])('answers with %s by its id, and at its location', async id => {
    const listed = resourcesOf(await client.get('/Schemas')).find(schema => schema['id'] === id);
    expect(await client.read(`/Schemas/${id}`)).toEqual(listed);
    const location = String(metaOf(listed ?? {})['location']);
    expect(await client.read(location.replace(client.account.baseUrl, ''))).toEqual(listed);
  });

  test('declares what decides about values: userName is required and unique, manager’s name is read-only', async () => {
    const find = async (id: string, ...names: string[]): Promise<Json> => {
      let attributes = (await client.read(`/Schemas/${id}`))['attributes'] as Json[];
      let found: Json = {};
      for (const name of names) {
        found = attributes.find(attribute => attribute['name'] === name) ?? {};
        attributes = (found['subAttributes'] ?? []) as Json[];
      }
      return found;
    };
    expect(await find(CORE_USER, 'userName')).toMatchObject({
      type: 'string',
      required: true,
      caseExact: false,
      uniqueness: 'server',
      mutability: 'readWrite',
      returned: 'default',
      multiValued: false,
    });
    expect(await find(CORE_USER, 'emails')).toMatchObject({ type: 'complex', multiValued: true });
    expect(await find(CORE_USER, 'active')).toMatchObject({ type: 'boolean' });
    expect(await find(ENTERPRISE_USER, 'manager', 'displayName')).toMatchObject({ mutability: 'readOnly' });
  });

  test('describes the User as RFC 7643 §8.7.1 does, with externalId', async () => {
    const user = await client.read(`/Schemas/${CORE_USER}`);
    expect(user).toMatchObject({ id: CORE_USER, name: 'User', description: 'User Account' });
    const attributes = user['attributes'] as Json[]; // RFC 7643 §7
    const named = (name: string) => attributes.find(attribute => attribute['name'] === name);
    expect(named('externalId')).toMatchObject({
      type: 'string',
      caseExact: true,
      multiValued: false,
      required: false,
    });
    expect(named('nickName')?.['description']).toMatch(/^The casual way to address the user in real life/);
    expect(named('userName')?.['description']).toMatch(/^Unique identifier for the User/);
    const all = attributes.flatMap(attribute => [
      attribute,
      ...((attribute['subAttributes'] ?? []) as Json[]),
    ]);
    expect(all.filter(({ description }) => !/\w/.test(String(description ?? '')))).toEqual([]);
  });

  test('suggests values for every type, and takes others', async () => {
    const attributes = (await client.read(`/Schemas/${CORE_USER}`))['attributes'] as Json[]; // RFC 7643 §7
    const lists = attributes.filter(attribute => attribute['multiValued'] === true);
    const suggested = lists.map(list => {
      const subAttributes = list['subAttributes'] as Json[]; // every list here is of complex values
      return [list['name'], subAttributes.find(({ name }) => name === 'type')?.['canonicalValues']];
    });
    expect(Object.fromEntries(suggested)).toEqual({
      emails: ['work', 'home', 'other'],
      phoneNumbers: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
      ims: ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
      photos: ['photo', 'thumbnail'],
      addresses: ['work', 'home', 'other'],
    });
    const emails = [{ value: 'ann@school.example', type: 'school' }];
    expect((await client.create({ emails })).body).toMatchObject({ emails });
  });

  test.each(['password', 'roles', 'entitlements', 'groups', 'userType', 'x509Certificates'])(
    'does not declare %s',
    async name => {
      expect((await client.get('/Schemas')).text).not.toContain(`"name":"${name}"`);
    },
  );
});

test('a Group is nowhere, also for an identity provider that reads /Groups', async () => {
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) {
    expect((await client.get(path)).text).not.toMatch(/core:2\.0:Group|\/Groups/);
  }
  expect(await client.get('/ResourceTypes/Group')).toMatchObject(refusal(404, undefined));
  expect(await client.get('/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group')).toMatchObject(
    refusal(404, undefined),
  );
});

test.each(['/Schemas', '/ResourceTypes'])('a filter on %s is refused with 403', async path => {
  const answer = await client.get(`${path}?filter=${encodeURIComponent('id eq "User"')}`);
  expect(answer).toMatchObject(refusal(403, undefined, /filter/i));
});

test.each(['/Schemas', '/ResourceTypes'])('sorting, paging and projecting %s are ignored', async path => {
  const whole = await client.read(path);
  expect(await client.read(`${path}?startIndex=2&count=0&sortBy=name&attributes=id&x=y`)).toEqual(whole);
});

test.each(['/Schemas/x', '/Schemas/', '/ResourceTypes/x'])('%s', async path => {
  const answer = await client.get(path);
  expect(answer.status).toBe(path.endsWith('/') ? 200 : 404);
});
