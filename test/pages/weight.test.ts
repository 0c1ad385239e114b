/** What a first visit to the setup page weighs on the wire, and how many requests it takes. */
import { get } from 'node:http';
import { ControlClient } from '../support/control-client.ts';
import { useTestService } from '../support/suite.ts';

const MOST_BYTES = 30_000;
const MOST_REQUESTS = 7;

describe('a first visit to the setup page', () => {
  const service = useTestService({ environment: { PAGES_PRODUCT_NAME: 'Acme Mail' } });

  /** @returns the bytes of the body as they came */
  const weigh = (path: string, headers: Readonly<Record<string, string>>) =>
    new Promise<{ readonly bytes: number; readonly encoding: string | undefined }>((resolve, reject) => {
      get(new URL(path, service.url), { headers: { 'accept-encoding': 'gzip, br', ...headers } }, answer => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('end', () => resolve({ bytes, encoding: answer.headers['content-encoding'] }));
      }).on('error', reject);
    });

  test('is light, and asks one host a few times', async () => {
    const control = new ControlClient(service.url, await service.serviceToken());
    const sso = { protocol: 'saml' };
    await control.expect(201, 'PUT', '/accounts/bakery', { identityProvider: 'entra', sso });
    const link = await control.expect(201, 'POST', '/accounts/bakery/setup-links', {});
    const url = String(link['url']);
    const opened = await fetch(`${service.url}/setup/open`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ secret: url.slice(url.lastIndexOf('/') + 1) }),
    });
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await (await fetch(`${service.url}/setup`, { headers: { cookie } })).text();
    const assets = [...page.matchAll(/(?:src|href)="(\/pages\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets.length).toBeGreaterThanOrEqual(4);
    expect(assets.length).toBeLessThan(MOST_REQUESTS);
    const weights = await Promise.all(['/setup', ...assets].map(path => weigh(path, { cookie })));
    expect(weights[0]).toMatchObject({ encoding: 'gzip' });
    expect(weights.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(MOST_BYTES);
  });
});
