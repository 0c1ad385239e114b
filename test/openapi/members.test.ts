/** What the control API says of members is what openapi.yaml says. */
import type { Json } from './api-description.ts';
import {
  type DescribedService,
  description,
  ENTERPRISE_USER,
  startDescribedService,
} from './described-service.ts';
import { exchangeWith, type Step } from './documented-exchange.ts';

const MEMBERS = '/v1/accounts/{id}/members';
const ONE = `${MEMBERS}/{memberId}`;
const AT_ACME = MEMBERS.replace('{id}', 'acme');
const UNKNOWN_ID = '01a1ffb7-0000-7000-8000-000000000000';
const LINES = { 'content-type': 'application/x-ndjson' };

let described: DescribedService;

beforeAll(async () => {
  described = await startDescribedService();
});

afterAll(() => described.close());

const exchange = (status: number, method: string, path: string, step: Step = {}): Promise<Json> =>
  exchangeWith(described, status, method, path, {
    target: AT_ACME,
    ...step,
    headers: { 'content-type': 'application/json', ...step.headers },
  });

const ANN = {
  email: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Baker' },
  phoneNumbers: [{ value: '555', type: 'work' }],
  [ENTERPRISE_USER]: { department: 'Ovens', manager: { value: UNKNOWN_ID, $ref: `../Users/${UNKNOWN_ID}` } },
};

test('a conversation about members is as documented', async () => {
  const ann = await exchange(201, 'POST', MEMBERS, { body: { ...ANN, protected: true } });
  await exchange(200, 'POST', MEMBERS, { body: { ...ANN, title: 'Baker' } });
  await exchange(201, 'POST', MEMBERS, { body: { userName: 'bo', active: false } });
  await exchange(400, 'POST', MEMBERS, { body: { ...ANN, roles: ['owner'] } });
  await exchange(400, 'POST', MEMBERS, { body: { userName: 'x'.repeat(600) } });
  await exchange(413, 'POST', MEMBERS, { body: { userName: 'x'.repeat(300_000) } });
  await exchange(415, 'POST', MEMBERS, { body: '{}', headers: { 'content-type': 'text/plain' } });
  await exchange(200, 'GET', MEMBERS);
  const filters = 'userName=bo&email=a%40b.c&externalId=1&managedBy=app&active=true&limit=1';
  await exchange(200, 'GET', MEMBERS, { target: `${AT_ACME}?${filters}&after=${UNKNOWN_ID}` });
  await exchange(400, 'GET', MEMBERS, { target: `${AT_ACME}?managedBy=me` });
  await exchange(401, 'GET', MEMBERS, { as: 'stranger' });
  await exchange(404, 'GET', MEMBERS, { target: AT_ACME.replace('acme', 'birch') });

  const target = `${AT_ACME}/${String(ann['id'])}`;
  await exchange(200, 'GET', ONE, { target });
  await exchange(200, 'PATCH', ONE, { target, body: { phoneNumbers: null, protected: false } });
  await exchange(400, 'PATCH', ONE, { target, body: { userName: null } });
  await exchange(409, 'PATCH', ONE, { target, body: { userName: 'BO' } });
  await exchange(204, 'DELETE', ONE, { target });
  await exchange(404, 'DELETE', ONE, { target });
  const erase = { target: `${target}/erase` };
  await exchange(204, 'POST', `${ONE}/erase`, erase);
  await exchange(204, 'POST', `${ONE}/erase`, erase);
  await exchange(401, 'POST', `${ONE}/erase`, { ...erase, as: 'stranger' });
  await exchange(404, 'POST', `${ONE}/erase`, { target: `${AT_ACME}/${UNKNOWN_ID}/erase` });
});

test('an import is as documented, each line of its answer', async () => {
  const path = `${MEMBERS}/import`;
  const target = `${AT_ACME}/import`;
  await exchange(200, 'POST', path, { target, body: '', headers: LINES });
  await exchange(415, 'POST', path, { target, body: '{}' });
  await exchange(400, 'POST', path, { target: `${target}?from_line=0`, body: '', headers: LINES });
  const response = await fetch(described.service.url + target, {
    method: 'POST',
    headers: { ...LINES, authorization: `Bearer ${await described.service.serviceToken()}` },
    body: '{"email":"cy@example.com"}\n{"email":"di@example.com","role":"owner"}\n',
  });
  const records = (await response.text()).trimEnd().split('\n');
  expect(records).toHaveLength(3);
  const schema = { $ref: '#/components/schemas/ImportRecord' };
  for (const record of records) expect(description.faultsOf(JSON.parse(record), schema)).toEqual([]);
});
