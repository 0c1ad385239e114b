/** What the control API says of webhooks, and what a receiver is sent, is what openapi.yaml says. */
import { waitUntil } from '../support/wait-until.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/webhooks/webhook-receiver.ts';
import type { Json } from './api-description.ts';
import { type DescribedService, description, startDescribedService } from './described-service.ts';
import { exchangeWith, type Step } from './documented-exchange.ts';

const HOOKS = '/v1/webhook-endpoints';
const ONE = `${HOOKS}/{id}`;
const UNKNOWN_ID = '01a1ffb7-0000-7000-8000-000000000000';
const LIMIT_MS = 15_000;

let described: DescribedService;
let receiver: Receiver;

beforeAll(async () => {
  described = await startDescribedService({ WEBHOOK_RETRY_SCHEDULE: '10ms' });
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.stop();
  await described.close();
});

const exchange = (status: number, method: string, path: string, step: Step = {}): Promise<Json> =>
  exchangeWith(described, status, method, path, {
    ...step,
    headers: { 'content-type': 'application/json', ...step.headers },
  });
const at = (path: string, id: unknown): string => path.replace('{id}', String(id));
const add = (settings: Json = {}): Promise<Json> =>
  exchange(201, 'POST', HOOKS, { body: { url: receiver.url, accounts: ['acme'], ...settings } });

test('a conversation about endpoints is as documented', async () => {
  const made = await add({ headers: { 'x-api-key': 'hush' }, description: 'The main app' });
  await add({ signature: 'v1a', batch: { max: 10 }, start: 'beginning' });
  await exchange(200, 'GET', HOOKS);
  await exchange(200, 'GET', HOOKS, { target: `${HOOKS}?limit=1` });
  await exchange(400, 'GET', HOOKS, { target: `${HOOKS}?limit=x` });
  await exchange(400, 'POST', HOOKS, { body: { uri: receiver.url } });
  await exchange(403, 'POST', HOOKS, { body: { url: receiver.url } });
  const start = `v1.${Buffer.from('abc.1').toString('base64url')}`;
  await exchange(410, 'POST', HOOKS, { body: { url: receiver.url, accounts: ['acme'], start } });
  await exchange(413, 'POST', HOOKS, { body: { url: 'x'.repeat(65_536) } });
  await exchange(415, 'POST', HOOKS, { body: '{}', headers: { 'content-type': 'text/plain' } });
  await exchange(401, 'GET', HOOKS, { as: 'stranger' });

  const target = at(ONE, made['id']);
  await exchange(200, 'GET', ONE, { target });
  await exchange(200, 'PATCH', ONE, { target, body: { types: ['*'], maxInFlight: 1 } });
  await exchange(400, 'PATCH', ONE, { target, body: { signature: 'v1a' } });
  await exchange(403, 'PATCH', ONE, { target, body: { accounts: ['birch'] } });
  await exchange(404, 'GET', ONE, { target: at(ONE, UNKNOWN_ID) });

  const act = (status: number, action: string, body?: Json): Promise<Json> =>
    exchange(status, 'POST', `${ONE}/${action}`, {
      target: `${target}/${action}`,
      ...(body === undefined ? {} : { body }),
    });
  await act(200, 'ping');
  await act(200, 'rotate-secret', { overlap_seconds: 60 });
  await act(400, 'rotate-secret', { overlap_seconds: -1 });
  await act(200, 'disable');
  await act(200, 'enable', { resume: 'head' });
  await act(400, 'enable', { resume: 'tail' });
  await exchange(204, 'DELETE', ONE, { target });
  await exchange(404, 'DELETE', ONE, { target });
});

test('a conversation about deliveries is as documented', async () => {
  const target = at(ONE, (await add())['id']);
  receiver.answerWith(() => 500);
  await described.service.accounts.issueToken('acme', 'spare', null);
  const read = (status: number, list: string, query = ''): Promise<Json> =>
    exchange(status, 'GET', `${ONE}/${list}`, { target: `${target}/${list}${query}` });
  const letter = await waitUntil('a dead letter', LIMIT_MS, async () => {
    const { data } = await read(200, 'dead-letters', '?state=open');
    return (data as Json[])[0]; // as the schema says
  });
  receiver.answerWith(() => 204);
  await read(200, 'attempts', '?status=failed&account=acme');
  await read(200, 'attempts', '?limit=1');
  await read(400, 'attempts', '?status=x');
  await read(200, 'lanes');
  await read(400, 'lanes', '?after=x');
  await read(400, 'dead-letters', '?state=x');

  const act = (status: number, action: string, id = letter['id']): Promise<Json> =>
    exchange(status, 'POST', `${ONE}/dead-letters/{letterId}/${action}`, {
      target: `${target}/dead-letters/${String(id)}/${action}`,
    });
  await act(202, 'retry');
  await act(404, 'retry', UNKNOWN_ID);
  await act(200, 'resolve');
  await act(409, 'retry');
  const path = `${ONE}/replay`;
  await exchange(202, 'POST', path, { target: `${target}/replay` });
  await exchange(400, 'POST', path, { target: `${target}/replay`, body: { from: '3' } });
  const from = `v1.${Buffer.from('abc.1').toString('base64url')}`;
  await exchange(410, 'POST', path, { target: `${target}/replay`, body: { from } });
  await read(200, 'replays');
});

/** What a webhook endpoint is called with stands beside what adds one. */
const CALLBACK = [
  'paths',
  '/v1/webhook-endpoints',
  'post',
  'callbacks',
  'events',
  '{$request.body#/url}',
  'post',
] as const;

describe('what a receiver is sent', () => {
  const operation = description.at(...CALLBACK);

  const faultsOf = ({ headers, body }: ReceivedRequest): readonly string[] => {
    const [mediaType = ''] = String(headers['content-type']).split(';');
    const parameters = operation['parameters'] as Json[]; // OpenAPI makes it a list
    const described = parameters.map(({ name }) => String(name));
    const untold = Object.keys(headers).filter(
      name => /^(webhook|scim)-|^user-agent$/.test(name) && !described.includes(name),
    );
    return [
      ...untold.map(name => `${name} is not documented`),
      ...parameters.flatMap(({ name, required, schema }) => {
        const value = headers[String(name)];
        if (value === undefined) return required === true ? [`${String(name)} is missing`] : [];
        return description.faultsOf(value, schema, String(name));
      }),
      ...description.faultsOf(
        JSON.parse(body),
        description.at(...CALLBACK, 'requestBody', 'content', mediaType)['schema'],
        mediaType,
      ),
    ];
  };

  test('is as documented: events, batches, replays and pings', async () => {
    const before = receiver.received.length;
    const single = await add({ start: 'beginning' });
    await add({ start: 'beginning', batch: { max: 100 } });
    const target = at(ONE, single['id']);
    await exchange(200, 'POST', `${ONE}/ping`, { target: `${target}/ping` });
    await exchange(202, 'POST', `${ONE}/replay`, { target: `${target}/replay` });
    const received = await waitUntil('a request of every kind', LIMIT_MS, () => {
      const requests = receiver.received.slice(before);
      const isThere = [
        requests.some(({ body }) => body.startsWith('[')),
        requests.some(({ headers }) => headers['scim-replay'] === 'true'),
        requests.some(({ events }) => events[0]?.type === 'endpoint.verification'),
        requests.some(({ headers, body }) => !headers['scim-replay'] && body.startsWith('{"')),
      ];
      return isThere.every(Boolean) && requests;
    });
    expect(received.flatMap(faultsOf)).toEqual([]);
  });
});
