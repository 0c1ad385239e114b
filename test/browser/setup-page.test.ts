/** The setup page, as an IT admin uses it beside the console of their identity provider. */

import { describeInBrowser, useBrowser, type Visitor } from '../support/browser/browser.ts';
import { ControlClient } from '../support/control-client.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';
import { waitUntil } from '../support/wait-until.ts';

const SOON_MS = 10_000;

describeInBrowser('the setup page', () => {
  const service = useTestService({ environment: { PAGES_PRODUCT_NAME: 'Acme Mail' } });
  const browser = useBrowser();
  let made = 0;

  /** @returns the account and the address of a link for it */
  async function newLink(identityProvider = 'jumpcloud', body: object = {}) {
    made += 1;
    const id = `bakery-${made}`;
    const control = new ControlClient(service.url, await service.serviceToken());
    await control.expect(201, 'PUT', `/accounts/${id}`, {
      name: 'Acorn Bakery',
      identityProvider,
      sso: { protocol: 'saml', provider: 'JumpCloud' },
    });
    const link = await control.expect(201, 'POST', `/accounts/${id}/setup-links`, body);
    return { id, control, url: String(link['url']), linkId: String(link['id']) };
  }

  async function openSetup(url: string, options?: Parameters<typeof browser.visit>[0]): Promise<Visitor> {
    const visitor = await browser.visit(options);
    await visitor.page.goto(url);
    await visitor.page.getByRole('button', { name: 'Open the set-up' }).click();
    await visitor.page.waitForURL('**/setup');
    return visitor;
  }

  const scimOf = async ({ page }: Visitor, accountId: string): Promise<ScimClient> =>
    new ScimClient({
      accountId,
      baseUrl: await page.getByLabel('Base URL', { exact: true }).inputValue(),
      token: await page.getByLabel('Token', { exact: true }).inputValue(),
    });

  test('leads from the link to the first person, and ticks each step when it has happened', async () => {
    const { id, url } = await newLink();
    const visitor = await openSetup(url);
    const { page } = visitor;
    expect(await visitor.judge()).toEqual([]);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Connect JumpCloud to Acme Mail',
    );

    await page.getByRole('button', { name: 'Switch it on' }).click();
    const scim = await scimOf(visitor, id);
    expect(scim.account.baseUrl).toBe(`${service.url}/scim/v2`);
    expect(await visitor.judge()).toEqual([]);
    const lines = page.locator('[data-live="lines"] > li');
    const isTicked = async (evidence: string): Promise<boolean> =>
      (await page.locator(`.steps > li.seen[data-proves="${evidence}"]`).count()) > 0;

    await scim.get(`/Users?filter=${encodeURIComponent('userName eq "scim-test@acorn.example"')}`);
    await waitUntil('the look-up on the page', SOON_MS, async () => (await lines.count()) === 1);
    expect(await lines.first().textContent()).toContain('looked up scim-test@acorn.example: not there');

    const tester = await scim.create({ userName: 'scim-test@acorn.example' });
    await scim.post('/Groups', { displayName: 'Test' });
    await scim.delete(tester.path);
    await waitUntil('the test person', SOON_MS, () => isTicked('test_person'));
    expect(await page.getByText('refused, as expected').count()).toBe(1);

    await scim.create({ userName: 'ann@acorn.example' });
    await waitUntil('the first person', SOON_MS, () => isTicked('first_person'));
    expect(await page.getByText('1 person provisioned').first().isVisible()).toBe(true);

    await page.getByRole('button', { name: /set-up is done/ }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('The set-up is done');
    const events = (await service.events(id))
      .map(({ type }) => type)
      .filter(type => type.includes('.setup_'));
    expect(events).toEqual(['connection.setup_opened', 'connection.setup_completed']);
  });

  test('says when it works how many people came, and who was not sent', async () => {
    const { id, url, control } = await newLink();
    await control.expect(201, 'POST', `/accounts/${id}/members`, {
      email: 'otto@acorn.example',
      displayName: 'Otto Lind',
      active: true,
    });
    const visitor = await openSetup(url);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Switch it on' }).click();
    const scim = await scimOf(visitor, id);
    await scim.create({ userName: 'ann@acorn.example' });
    await scim.create({ userName: 'bea@acorn.example', active: false });
    await page.goto(`${service.url}/setup`);
    const panel = page.locator('.note.ok').first();
    expect(await panel.textContent()).toContain('2 people provisioned. 1 active, 1 inactive.');
    expect(await panel.textContent()).toContain('JumpCloud has not sent them: Otto Lind.');
    expect(await visitor.judge()).toEqual([]);
  });

  test('leads to single sign-on first where that is missing', async () => {
    const { id, url, control } = await newLink();
    await control.expect(200, 'PUT', `/accounts/${id}`, { sso: { protocol: 'oidc' } });
    const visitor = await openSetup(url);
    await visitor.page.getByRole('button', { name: 'Switch it on' }).click();
    expect(await visitor.page.getByRole('heading', { level: 1 }).textContent()).toBe('First, single sign-on');
    expect(await visitor.page.getByText('signs in with OpenID Connect').isVisible()).toBe(true);
    expect(await visitor.judge()).toEqual([]);
    await control.expect(200, 'PUT', `/accounts/${id}`, { sso: { protocol: 'saml' } });
    await visitor.page.getByRole('link', { name: 'Back to the steps' }).click();
    await visitor.page.getByRole('button', { name: 'Switch it on' }).click();
    await visitor.page.getByLabel('Token', { exact: true }).waitFor();
  });

  test('says which screen to change when a request is refused', async () => {
    const { id, url } = await newLink();
    const visitor = await openSetup(url);
    await visitor.page.getByRole('button', { name: 'Switch it on' }).click();
    const scim = await scimOf(visitor, id);
    await scim.create({ userName: 'ann@acorn.example' });
    await scim.post('/Users', { userName: 'ANN@acorn.example' });
    const refused = visitor.page.locator('[data-live="lines"] > li').first();
    await waitUntil(
      'the refusal',
      SOON_MS,
      async () => (await refused.textContent())?.includes('belongs to') === true,
    );
    expect(await refused.locator('dt').allTextContents()).toEqual(['Where', 'Change', 'Then']);
    expect(await refused.textContent()).toContain('JumpCloud Admin Portal');
    expect(await visitor.judge()).toEqual([]);
  });

  test('shows a token once, makes no second one when it is loaded again, and ends the old one', async () => {
    const { id, url } = await newLink();
    const visitor = await openSetup(url);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Switch it on' }).click();
    const first = await scimOf(visitor, id);
    await page.reload();
    expect(await page.getByText('A token was made a moment ago.').isVisible()).toBe(true);
    expect(await page.content()).not.toContain(first.account.token);
    await page.goto(`${service.url}/setup`);
    expect(await page.content()).not.toContain(first.account.token);

    await page.getByText('Make a new token').first().click();
    await page.getByLabel('1 hour').check();
    await page.getByRole('button', { name: 'Make a new token' }).click();
    const second = await scimOf(visitor, id);
    expect(second.account.token).not.toBe(first.account.token);
    expect((await first.get('/Users')).status).toBe(200);
    expect((await second.get('/Users')).status).toBe(200);

    await page.goto(`${service.url}/setup`);
    await page.getByRole('button', { name: /End it now/ }).click();
    await page.waitForURL('**/setup');
    expect((await first.get('/Users')).status).toBe(401);
    expect((await second.get('/Users')).status).toBe(200);
    expect(await visitor.judge()).toEqual([]);
  });

  test('works without a script, from the link to the token', async () => {
    const { id, url } = await newLink('okta');
    const visitor = await openSetup(url, { javaScriptEnabled: false });
    await visitor.page.getByRole('button', { name: 'Switch it on' }).click();
    const scim = await scimOf(visitor, id);
    await scim.create({ userName: 'ann@acorn.example' });
    await visitor.page.goto(`${service.url}/setup`);
    expect(await visitor.page.locator('[data-live="lines"] > li').first().textContent()).toContain(
      'created ann@acorn.example',
    );
  });

  test('is used with the keyboard alone', async () => {
    const { url } = await newLink();
    const visitor = await browser.visit();
    const { page } = visitor;
    await page.goto(url);
    const tabTo = async (text: string): Promise<void> => {
      for (let tabs = 0; tabs < 20; tabs += 1) {
        await page.keyboard.press('Tab');
        if (((await page.locator(':focus').textContent()) ?? '').includes(text)) return;
      }
      throw new Error(`nothing called ${text} takes the focus`);
    };
    await tabTo('Open the set-up');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/setup');
    await tabTo('Switch it on');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByLabel('Token', { exact: true }).waitFor();
  });

  test.each([
    'jumpcloud',
    'okta',
    'cloudflare',
    'entra',
    'onelogin',
    'google',
    'ping',
    'rippling',
    'authentik',
    'keycloak',
  ])('has the steps of %s on a narrow screen in the dark', async identityProvider => {
    const { url } = await newLink(identityProvider);
    const visitor = await openSetup(url, {
      viewport: { width: 320, height: 700 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    expect(await visitor.judge()).toEqual([]);
    expect(await visitor.page.locator('.steps > li').count()).toBeGreaterThan(3);
  });

  test('asks for the identity provider when it is not known', async () => {
    const { url } = await newLink('other');
    const visitor = await browser.visit();
    const { page } = visitor;
    await page.goto(url);
    await page.getByRole('button', { name: 'Open the set-up' }).click();
    await page.waitForURL('**/setup/provider');
    expect(await visitor.judge()).toEqual([]);
    await page.getByLabel('OneLogin').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Connect OneLogin to Acme Mail');
  });

  test('belongs to the browser that opened it, and tells of another one that tries', async () => {
    const { url, control, id } = await newLink();
    const first = await openSetup(url);
    const second = await browser.visit();
    const answer = await second.page.goto(url);
    expect(answer?.status()).toBe(403);
    expect(await second.page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'This set-up is open in another browser',
    );
    expect(await second.judge()).toEqual([]);
    await first.page.reload();
    expect(await first.page.getByText('Another browser tried to open your link').isVisible()).toBe(true);
    // Its own browser may come back by the link.
    await first.page.goto(url);
    await first.page.getByRole('button', { name: 'Open the set-up' }).click();
    await first.page.waitForURL('**/setup');
    const { data } = (await control.expect(200, 'GET', `/accounts/${id}/setup-links`)) as { data: object[] }; // a page
    expect(data).toMatchObject([{ state: 'open', otherBrowsers: 1 }]);
  });

  test('puts its secret into no later address, page or log', async () => {
    const { url } = await newLink();
    const secret = url.slice(url.lastIndexOf('/') + 1);
    const visitor = await browser.visit();
    const asked: string[] = [];
    visitor.page.on('request', request => {
      asked.push(`${request.url()} ${JSON.stringify(request.headers())}`);
    });
    await visitor.page.goto(url);
    await visitor.page.getByRole('button', { name: 'Open the set-up' }).click();
    await visitor.page.waitForURL('**/setup');
    await visitor.page.getByRole('link', { name: 'Change' }).click();
    expect(asked.slice(1).filter(line => line.includes(secret))).toEqual([]);
    expect(await visitor.page.content()).not.toContain(secret);
    expect(service.logText()).not.toContain(secret);
  });

  test('shows names that others made up as text', async () => {
    const { id, url } = await newLink();
    const visitor = await openSetup(url);
    await visitor.page.getByRole('button', { name: 'Switch it on' }).click();
    const scim = await scimOf(visitor, id);
    const name = '"><img src=x onerror=alert(1)><script>alert(2)</script>@acorn.example';
    await scim.create({ userName: name });
    const line = visitor.page.locator('[data-live="lines"] > li').first();
    await waitUntil(
      'the name',
      SOON_MS,
      async () => (await line.textContent())?.includes('<img src=x') === true,
    );
    expect(await line.locator('img, script').count()).toBe(0);
    await visitor.page.goto(`${service.url}/setup`);
    expect(await line.locator('img, script').count()).toBe(0);
  });

  test('signs its browser out with the next click when the link is revoked', async () => {
    const { id, url, linkId, control } = await newLink();
    const { page } = await openSetup(url);
    await control.expect(200, 'POST', `/accounts/${id}/setup-links/${linkId}/revoke`);
    await page.getByRole('button', { name: 'Switch it on' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link was withdrawn');
    expect((await service.accounts.get(id)).connection.state).toBe('disabled');
  });
});
