/** No service token holds all streams, snapshots, imports or waiting requests. */
import { TokenShares } from '../../../src/api/request/token-shares.ts';
import { startTestService, type TestService } from '../../support/test-service.ts';

let service: TestService;
const open: AbortController[] = [];

beforeAll(async () => {
  service = await startTestService({ environment: { SSE_CONNECTIONS: '2' } });
});

afterAll(async () => {
  for (const request of open) request.abort();
  await service.stop();
});

async function stream(token: string): Promise<Response> {
  const request = new AbortController();
  open.push(request);
  return fetch(`${service.url}/v1/events/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: request.signal,
  });
}

test('a service token that has half of the streams is refused another one, and the other half is for others', async () => {
  const [greedy, other] = [await service.serviceToken(), await service.serviceToken()];
  expect((await stream(greedy)).status).toBe(200);
  const refused = await stream(greedy);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('its share') });
  expect((await stream(other)).status).toBe(200);
});

test.each(['streams', 'waits', 'snapshots', 'imports'] as const)(
  'half of the %s, rounded up, are for one service token, and one that ends makes room',
  async kind => {
    const shares = new TokenShares({ streams: 3, waits: 3, snapshots: 3, imports: 3 });
    const { promise: end, resolve: finish } = Promise.withResolvers<void>();
    const running = [shares.within(kind, 'greedy', () => end), shares.within(kind, 'greedy', () => end)];
    await expect(shares.within(kind, 'greedy', () => end)).rejects.toMatchObject({ code: 'tooManyRequests' });
    await expect(shares.within(kind, 'other', () => Promise.resolve('done'))).resolves.toBe('done');
    finish();
    await Promise.all(running);
    await expect(shares.within(kind, 'greedy', () => Promise.resolve('done'))).resolves.toBe('done');
  },
);
