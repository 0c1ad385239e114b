/** What the log and the refusals say of tokens, for the person who has to find out. */
import { useTestService } from '../support/suite.ts';

const service = useTestService();

const lookUp = (baseUrl: string, authorization: string) =>
  fetch(`${baseUrl}/Users?count=0`, { headers: { authorization } });

test('a revoked token is named by its id in the log, and only there', async () => {
  const { accountId, baseUrl } = await service.addAccount();
  const { token, tokenId } = await service.accounts.issueToken(accountId, 'spare', null);
  await service.accounts.revokeToken(accountId, tokenId);
  const refused = await lookUp(baseUrl, `Bearer ${token}`);
  expect(refused.status).toBe(401);
  expect(await refused.text()).not.toContain(tokenId);
  expect(service.logText()).toContain(`"credentialFault":"revoked"`);
  expect(service.logText()).toContain(tokenId);
});

test('the word Bearer pasted into a field that adds it does no harm', async () => {
  const { baseUrl, token } = await service.addAccount();
  expect((await lookUp(baseUrl, `Bearer Bearer ${token}`)).status).toBe(200);
});

test('the base URL itself says that it is one, and that the token works', async () => {
  const { baseUrl, token } = await service.addAccount();
  const answer = await fetch(baseUrl, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('the token works');
});

test('a cursor in the wrong parameter is refused with the name of the right one', async () => {
  const token = await service.serviceToken();
  const answer = await fetch(`${service.url}/v1/events?cursor=v1.x`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('after');
});
