/** RFC 7644 §3.2: Groups are refused in words, except for the list that connection tests read. */
import { LIST_RESPONSE, refusal, ScimClient } from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';

const service = useTestService();

const clientOf = async (identityProvider: string, policies: readonly string[] = []) =>
  new ScimClient(await service.addAccount({ identityProvider, policies }));

const REFUSED = refusal(
  501,
  undefined,
  /^Groups are not supported by this service provider; turn group provisioning off\.$/,
);
const EMPTY = {
  status: 200,
  body: { schemas: [LIST_RESPONSE], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] },
};
const LISTING = ['okta', 'entra', 'onelogin', 'authentik'];
const OTHERS = ['jumpcloud', 'cloudflare', 'google', 'ping', 'rippling', 'keycloak', 'other'];
const QUERIES = [
  '',
  '/',
  '?startIndex=1&count=100',
  '?excludedAttributes=members&filter=displayName%20eq%20%22x%22',
  '?filter=%25broken',
];

test.each(LISTING)('%s reads an empty list', async identityProvider => {
  const client = await clientOf(identityProvider);
  for (const query of QUERIES) {
    expect(await client.sendRaw({ method: 'GET', target: `/Groups${query}` })).toMatchObject(EMPTY);
  }
});

test.each(OTHERS)('%s is refused the list', async identityProvider => {
  const client = await clientOf(identityProvider);
  for (const query of QUERIES) {
    expect(await client.sendRaw({ method: 'GET', target: `/Groups${query}` })).toMatchObject(REFUSED);
  }
});

describe.each(['okta', 'entra', 'jumpcloud'])(
  'everything else about Groups is refused for %s',
  identityProvider => {
    test.each([
      ['POST', '/Groups'],
      ['PUT', '/Groups'],
      ['DELETE', '/Groups'],
      ['GET', '/Groups/x'],
      ['PUT', '/Groups/x'],
      ['PATCH', '/Groups/x'],
      ['DELETE', '/Groups/x'],
      ['POST', '/Groups/.search'],
      ['POST', '/groups'],
      ['POST', '//Groups//'],
      ['GET', '/Groups/x/members'],
    ] as const)('%s %s', async (method, path) => {
      const client = await clientOf(identityProvider);
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { displayName: 'Admins' } : undefined;
      expect(await client.send(method, path, body)).toMatchObject(REFUSED);
    });

    test('whatever media type and body it has', async () => {
      const client = await clientOf(identityProvider);
      const headers = { 'content-type': 'text/plain' };
      const answer = await client.sendRaw({
        method: 'POST',
        target: '/Groups',
        headers,
        body: Buffer.from('{'),
      });
      expect(answer).toMatchObject(REFUSED);
    });
  },
);

describe('a policy of the account forces the answer', () => {
  test('groups=empty lists for every identity provider', async () => {
    const client = await clientOf('jumpcloud', ['groups=empty']);
    expect(await client.get('/Groups')).toMatchObject(EMPTY);
    expect(await client.post('/Groups', { displayName: 'x' })).toMatchObject(REFUSED);
  });

  test('groups=refuse refuses every identity provider', async () => {
    expect(await (await clientOf('okta', ['groups=refuse'])).get('/Groups')).toMatchObject(REFUSED);
  });

  test('from the next request on, and groups=auto gives it up again', async () => {
    const client = await clientOf('okta');
    const { accountId } = client.account;
    expect(await client.get('/Groups')).toMatchObject(EMPTY);
    await service.accounts.setPolicies(accountId, ['groups=refuse']);
    expect(await client.get('/Groups')).toMatchObject(REFUSED);
    await service.accounts.setPolicies(accountId, ['groups=auto']);
    expect(await client.get('/Groups')).toMatchObject(EMPTY);
  });
});

test('a refused group leaves no trace, and Users go on working', async () => {
  const client = await clientOf('entra');
  const { id } = await client.create({ userName: 'ann@example.com' });
  await client.post('/Groups', { displayName: 'Admins', members: [{ value: id }] });
  const events = await service.memberEvents(client.account.accountId);
  expect(events.map(event => event.type)).toEqual(['team_member.provisioned']);
  expect(JSON.stringify(events)).not.toContain('Admins');
});
