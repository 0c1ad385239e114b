/** RFC 7644 §2 and RFC 6750: who may speak for an account, and one and the same refusal for all others. */
import jwt from 'jsonwebtoken';
import { type Answer, refusal, ScimClient } from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';
import type { TestAccount } from '../support/test-service.ts';

const service = useTestService();
let account: TestAccount;
let other: TestAccount;

beforeAll(async () => {
  account = await service.addAccount();
  other = await service.addAccount();
});

const ask = (authorization: string, path = '/Users'): Promise<Answer> =>
  new ScimClient(account).get(path, { authorization });

const askWithout = (path = '/Users', method = 'GET'): Promise<Answer> =>
  new ScimClient(account).sendRaw({ method, target: path, headers: { authorization: '' } });

const SECRET = 'a-signing-key-for-tests-of-32-bytes!';
const NEVER_ISSUED = '0192f0c1-0000-7000-8000-000000000000';

type Claims = Readonly<Record<string, unknown>>;

const claimsOf = (token: string): Claims => jwt.decode(token, { json: true }) ?? {};

/** The account's genuine token, signed again with something changed. */
function resigned(change: Claims, options: jwt.SignOptions = {}, secret: string = SECRET): string {
  const claims = Object.entries({ ...claimsOf(account.token), ...change }).filter(
    ([, value]) => value !== null,
  );
  return jwt.sign(Object.fromEntries(claims), secret, { algorithm: 'HS256', keyid: 'test', ...options });
}

function unsigned(header: Claims): string {
  const part = (value: Claims) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claimsOf(account.token))}.`;
}

const FALSE_TOKENS: ReadonlyMap<string, () => string | Promise<string>> = new Map<
  string,
  () => string | Promise<string>
>([
  ['some other text', () => 'not-a-token'],
  ['a JWT-like text', () => 'a.b.c'],
  ['a token whose signature was changed', () => account.token.replace(/.{4}$/, 'AAAA')],
  ['a token cut short', () => account.token.slice(0, -10)],
  ['a token signed with a foreign key', () => resigned({}, {}, 'a-foreign-key-that-is-32-bytes-long!')],
  ['a token that names an unknown key', () => resigned({}, { keyid: 'unknown' })],
  ['a token signed with another algorithm', () => resigned({}, { algorithm: 'HS512' })],
  ['a token of the algorithm none', () => unsigned({ alg: 'none', typ: 'JWT', kid: 'test' })],
  ['a token of the algorithm None', () => unsigned({ alg: 'None', typ: 'JWT', kid: 'test' })],
  ['a token that expired', () => resigned({ exp: 1_700_000_000 })],
  ['a token not valid yet', () => resigned({ nbf: 4_102_444_800 })],
  ['a token of another issuer', () => resigned({ iss: 'someone-else' })],
  ['a token for another audience', () => resigned({ aud: 'another-service' })],
  ['a token without an audience', () => resigned({ aud: null })],
  ['a token without an id', () => resigned({ jti: null })],
  ['a token whose row does not exist', () => resigned({ jti: NEVER_ISSUED })],
  ['a token that claims another account', () => resigned({ sub: other.accountId })],
  ['a token that claims no account', () => resigned({ sub: null })],
  ['a service token', () => service.serviceToken()],
  ['a very long token', () => `${account.token}${'A'.repeat(6_000)}`],
]);

describe('a request that carries a false token is refused', () => {
  test.each([...FALSE_TOKENS.keys()])('%s', async name => {
    const token = await FALSE_TOKENS.get(name)?.();
    const answer = await ask(`Bearer ${token}`);
    expect(answer).toMatchObject(refusal(401, undefined, /token/));
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="SCIM", error="invalid_token"');
    expect(await ask(`Bearer ${token}`, '/ServiceProviderConfig')).toMatchObject(refusal(401, undefined));
  });

  test('and nothing in the answer tells which fault it was', async () => {
    const bodies = new Set<string>();
    const challenges = new Set<string | undefined>();
    for (const make of FALSE_TOKENS.values()) {
      const { text, headers } = await ask(`Bearer ${await make()}`);
      bodies.add(text);
      challenges.add(headers['www-authenticate']);
    }
    expect(bodies.size).toBe(1);
    expect(challenges.size).toBe(1);
  });

  test('and the answer repeats nothing of it', async () => {
    const { text, headers } = await ask('Bearer correct-horse-battery');
    expect(text + JSON.stringify(headers)).not.toContain('correct-horse');
  });

  test.each(['Basic YWRtaW46YWRtaW4=', 'Bearer', 'Bearer ', 'Token abc', 'Bearer a b', '"'])(
    'as is the header Authorization: %s',
    async authorization => {
      expect(await ask(authorization)).toMatchObject(refusal(401, undefined));
    },
  );
});

describe('a request without a token is refused', () => {
  test.each([
    ['GET', '/Users'],
    ['POST', '/Users'],
    ['GET', '/Users/0192f0c1-0000-7000-8000-000000000000'],
    ['DELETE', '/Users/0192f0c1-0000-7000-8000-000000000000'],
    ['POST', '/ServiceProviderConfig'],
    ['GET', '/ServiceProviderConfig/x'],
    ['GET', '/ResourceTypes'],
    ['GET', '/Schemas'],
    ['GET', '/Groups'],
    ['POST', '/Bulk'],
    ['GET', '/Me'],
    ['GET', '/no/such/thing'],
    ['DELETE', '/Schemas'],
    ['GET', '/Users/%E0%A4%A'],
  ])('%s %s', async (method, path) => {
    const answer = await askWithout(path, method);
    expect(answer).toMatchObject(refusal(401, undefined, /Authorization: Bearer/));
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="SCIM"');
  });

  test('before its body is read', async () => {
    const body = Buffer.alloc(2_000_000, 'x');
    const headers = { authorization: '', 'content-type': 'text/plain' };
    const answer = await new ScimClient(account).sendRaw({ method: 'POST', target: '/Users', headers, body });
    expect(answer.status).toBe(401);
  });
});

describe('a genuine token is accepted', () => {
  test.each([
    ['with Bearer before it', (token: string) => `Bearer ${token}`],
    ['with bearer in lower case', (token: string) => `bearer ${token}`],
    ['with BEARER in upper case', (token: string) => `BEARER ${token}`],
    ['with several spaces after Bearer', (token: string) => `Bearer   ${token}`],
    ['as a connector sends it that leaves the word Bearer out', (token: string) => token],
  ])('%s', async (_how, write) => {
    expect((await ask(write(account.token))).status).toBe(200);
  });

  test('together with the other live tokens of the account', async () => {
    const { token } = await service.accounts.issueToken(account.accountId, 'second', null);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    expect((await ask(`Bearer ${account.token}`)).status).toBe(200);
  });

  test('until it is revoked, from the next request on, while the others stay', async () => {
    const { token, tokenId } = await service.accounts.issueToken(account.accountId, 'to revoke', null);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    await service.accounts.revokeToken(account.accountId, tokenId);
    const refused = await ask(`Bearer ${token}`);
    expect(refused).toMatchObject(refusal(401, undefined));
    expect(refused.text).toBe((await ask('Bearer not-a-token')).text);
    expect((await ask(`Bearer ${account.token}`)).status).toBe(200);
  });

  test('until it expires', async () => {
    const soon = Date.now() + 1_500;
    const { token } = await service.accounts.issueToken(account.accountId, 'short', soon);
    let answer = await ask(`Bearer ${token}`);
    expect(answer.status).toBe(200);
    while (answer.status === 200 && Date.now() < soon + 5_000) answer = await ask(`Bearer ${token}`);
    expect(answer).toMatchObject(refusal(401, undefined));
  });

  test('and fits into the fields of every identity provider', () => {
    expect(account.token.length).toBeLessThanOrEqual(400);
  });
});

describe('the control API', () => {
  const read = (token: string) =>
    fetch(`${service.url}/v1/events`, { headers: { authorization: `Bearer ${token}` } });

  test('refuses the token of an identity provider with problem details', async () => {
    const response = await read(account.token);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="Rollcall", error="invalid_token"');
    expect(await response.json()).toMatchObject({ status: 401 });
  });

  test('tells a request without a token nothing of one', async () => {
    const response = await fetch(`${service.url}/v1/events`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="Rollcall"');
  });

  test('takes a service token, which SCIM refuses', async () => {
    const token = await service.serviceToken();
    expect((await read(token)).status).toBe(200);
    expect((await ask(`Bearer ${token}`)).status).toBe(401);
  });

  test('refuses a revoked service token from the next request on', async () => {
    const grant = { scopes: ['*'], accounts: null };
    const { token, tokenId } = await service.connections.serviceTokens.issue(grant, 'to revoke', null);
    expect((await read(token)).status).toBe(200);
    await service.connections.serviceTokens.revoke(tokenId);
    expect((await read(token)).status).toBe(401);
  });
});

describe('the configuration, which holds nothing of any account, is open (RFC 7643 §5)', () => {
  test.each(['/ServiceProviderConfig', '//serviceproviderconfig/', '/ServiceProviderConfig?x=y'])(
    'at %s',
    async path => {
      const open = await askWithout(path);
      expect(open.status).toBe(200);
      expect(open.body).toEqual((await new ScimClient(account).get('/ServiceProviderConfig')).body);
      expect((await askWithout(path, 'HEAD')).status).toBe(200);
    },
  );
});
