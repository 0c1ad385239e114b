/** The first mistakes of a set-up leave a trace under the account, where its administrator looks. */
import { connect } from 'node:net';
import jwt from 'jsonwebtoken';
import { databaseKinds } from '../support/database/databases.ts';
import type { Json, ScimClient } from '../support/scim/scim-client.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type LogScene, openLogScene } from './log-scene.ts';

describe.each(databaseKinds())('a request whose token does not count on $name', kind => {
  let scene: LogScene;

  beforeEach(async () => {
    scene = await openLogScene(kind, { TRUSTED_PROXIES: '127.0.0.1' });
  });

  afterEach(() => scene.close());

  const send = (authorization: string, from = '203.0.113.1') =>
    fetch(`${scene.service.url}/scim/v2/Users`, {
      headers: { authorization, 'x-forwarded-for': from },
    });

  const health = async ({ account }: ScimClient): Promise<Json> => {
    const shown = await scene.control.expect(200, 'GET', `/accounts/${account.accountId}/connection`);
    return shown['health'] as Json; // as openapi.yaml says
  };

  const forge = (accountId: string): string =>
    jwt.sign({ iss: 'rollcall', aud: 'rollcall:scim', sub: accountId, jti: 'x' }, 'another secret', {
      noTimestamp: true,
    });

  test.each<[string, string, (token: string, accountId: string) => string]>([
    ['is cut off at its end', 'token_not_ours', token => `Bearer ${token.slice(0, -10)}`],
    ['has lost its signature', 'token_not_ours', token => `Bearer ${token.split('.').slice(0, 2).join('.')}`],
    [
      'is cut off in its middle, behind the account',
      'token_not_ours',
      token => `Bearer ${token.slice(0, token.indexOf('.') + 120)}`,
    ],
    ['is mistyped', 'token_not_ours', token => `Bearer ${token.slice(0, -3)}AAA`],
    ['stands in quotes', 'token_not_ours', token => `Bearer "${token}"`],
    ['holds a blank', 'token_not_ours', token => `Bearer ${token.slice(0, -9)} ${token.slice(-9)}`],
    [
      'was signed with a key that was removed',
      'token_key_unknown',
      (_, accountId) => {
        const claims = { iss: 'rollcall', aud: 'rollcall:scim', sub: accountId, jti: 'x' };
        return `Bearer ${jwt.sign(claims, 'the old secret', { keyid: 'old', noTimestamp: true })}`;
      },
    ],
    [
      'is the password of Basic authentication',
      'basic_authentication',
      token => `Basic ${Buffer.from(`scim:${token}`).toString('base64')}`,
    ],
    [
      'is the user name of Basic authentication',
      'basic_authentication',
      token => `Basic ${Buffer.from(`${token}:`).toString('base64')}`,
    ],
  ])('is shown under the account when its token %s', async (_, explanation, spoil) => {
    const scim = await scene.connect('jumpcloud');
    const answer = await send(spoil(scim.account.token, scim.account.accountId));
    expect(answer.status).toBe(401);
    expect(await scene.log(scim)).toEqual([
      expect.objectContaining({
        account: scim.account.accountId,
        unproven: true,
        outcome: 'refused',
        tokenId: null,
        explanation: expect.objectContaining({ id: explanation }),
      }),
    ]);
    expect(await scene.strangers()).toEqual([]);
    expect(await health(scim)).toEqual({
      firstContactAt: null,
      lastRequestAt: null,
      lastSuccessAt: null,
      lastError: null,
      lastUnproven: {
        at: expect.any(String),
        status: 401,
        message: expect.any(String),
        explanation: expect.objectContaining({
          id: explanation,
          where: expect.stringContaining('JumpCloud'),
        }),
      },
    });
    await scim.get('/Users');
    const { lastRequestAt, lastUnproven } = await health(scim);
    expect(lastRequestAt).not.toBeNull();
    expect(lastUnproven).not.toBeNull();
  });

  test('belongs to no account when it claims one that is not there', async () => {
    await send(`Bearer ${forge('not-there')}`);
    expect(await scene.strangers()).toEqual([
      expect.objectContaining({ account: null, unproven: false, explanation: expect.anything() }),
    ]);
  });

  test('is shown five times a minute from one address and twenty in all, so that strangers fill no log', async () => {
    const scim = await scene.connect();
    const token = `Bearer ${forge(scim.account.accountId)}`;
    for (let sent = 0; sent < 12; sent += 1) await send(token, '203.0.113.9');
    expect(await scene.log(scim)).toHaveLength(5);
    for (let sent = 0; sent < 40; sent += 1) await send(token, `203.0.113.${100 + sent}`);
    expect(await scene.log(scim)).toHaveLength(20);
    const other = await scene.connect();
    await send(`Bearer ${forge(other.account.accountId)}`, '203.0.113.9');
    expect(await scene.log(other)).toHaveLength(1);
  });

  test('is shown when a line break in its token makes it unreadable', async () => {
    const scim = await scene.connect();
    const { token, accountId } = scim.account;
    const head = `GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token.slice(0, 180)}\n${token.slice(180)}\r\n\r\n`;
    const { port } = new URL(scene.service.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(head));
      socket.on('data', chunk => {
        text += chunk.toString();
      });
      socket.on('end', () => {
        socket.end();
        resolve(text);
      });
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const [entry] = await waitUntil('the log has it', 10_000, async () => {
      const found = await scene.log(scim);
      return found.length > 0 ? found : undefined;
    });
    expect(entry).toMatchObject({
      account: accountId,
      unproven: true,
      method: 'GET',
      path: '/scim/v2/Users',
      status: 400,
      explanation: { id: 'header_unreadable' },
    });
    expect(JSON.stringify(entry)).not.toContain(token.slice(0, 40));
  });
});
