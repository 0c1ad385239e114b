/** `npm run pictures`: makes the pictures of the documents, by a real browser from a real service. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createLog } from '../src/base/log.ts';
import { readConfig } from '../src/config/config.ts';
import { createService } from '../src/service.ts';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const WIDTHS = [390, 640, 1280];
const HEIGHT = 900;
const SETTLE_MS = 1_500;

const data = mkdtempSync(join(tmpdir(), 'rollcall-pictures-'));
const config = readConfig({
  DATABASE_URL: `sqlite:${join(data, 'rollcall.db')}`,
  PORT: '0',
  PAGES_PRODUCT_NAME: 'Acme Mail',
  PAGES_HELP_URL: 'https://help.example.com/',
});
const service = await createService(config, createLog('silent'));
const { publicUrl } = await service.start();
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
mkdirSync(FOLDER, { recursive: true });
try {
  await takePictures(browser);
} finally {
  await browser.close();
  await service.stop();
  rmSync(data, { recursive: true });
}

async function takePictures(own: Browser): Promise<void> {
  const { token, url } = await makeLink();
  const context = await own.newContext({
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: HEIGHT },
  });
  const page = await context.newPage();
  await page.goto(url);
  await picture(page, 'door', [640]);
  await page.getByRole('button', { name: 'Open the set-up' }).click();
  await page.goto(`${publicUrl}/setup`);
  await send(token);
  await page.waitForTimeout(SETTLE_MS);
  await page.reload();
  await picture(page, 'setup');
}

/** An account that is switched on, and a link for its admin. */
async function makeLink(): Promise<{ readonly token: string; readonly url: string }> {
  const { accounts, connections } = service;
  const { token } = await accounts.add({
    id: 'acorn',
    name: 'Acorn Bakery',
    identityProvider: 'jumpcloud',
    sso: 'saml',
  });
  const issued = await connections.serviceTokens.issue(
    { scopes: ['accounts:write'], accounts: null },
    'pictures',
    null,
  );
  const answer = await fetch(`${publicUrl}/v1/accounts/acorn/setup-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${issued.token}` },
  });
  const { url } = (await answer.json()) as { url: string }; // as openapi.yaml says
  return { token, url };
}

/** What JumpCloud sends when its connection is tested, and a first person with a mistake in the mapping. */
async function send(token: string): Promise<void> {
  const scim = async (method: string, path: string, body?: object): Promise<{ readonly id?: string }> => {
    const answer = await fetch(`${publicUrl}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.status === 204 ? {} : ((await answer.json()) as { id?: string }); // a User, a list or a SCIM error
  };
  const tester = 'scim-test@acorn.example';
  await scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${tester}"`)}`);
  const { id } = await scim('POST', '/Users', { userName: tester });
  await scim('POST', '/Groups', { displayName: 'Test' });
  await scim('DELETE', `/Users/${id}`);
  await scim('POST', '/Users', {
    userName: 'ann@acorn.example',
    name: { givenName: 'Ann', familyName: 'Baker' },
  });
  await scim('POST', '/Users', { userName: 'bea@acorn.example', active: 'perhaps' });
}

async function picture(page: Page, name: string, widths = WIDTHS): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${FOLDER}${name}-${width}-${colorScheme}.png` });
    }
  }
}
