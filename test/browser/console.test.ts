/** The operator's console, from the sign-in to the cause of a failure. */
import { describeInBrowser, useBrowser, type Visitor } from '../support/browser/browser.ts';
import { ControlClient } from '../support/control-client.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';

describeInBrowser('the console', () => {
  const service = useTestService({ environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' } });
  const browser = useBrowser();
  let annId = '';

  beforeAll(async () => {
    const account = await service.addAccount({ id: 'acorn', identityProvider: 'onelogin' });
    const control = new ControlClient(service.url, await service.serviceToken());
    await control.expect(201, 'POST', '/webhook-endpoints', {
      url: 'http://127.0.0.1:9/hooks',
      types: ['*'],
    });
    const scim = new ScimClient(account);
    annId = (await scim.create({ userName: 'ann@acorn.example', displayName: '<b>Ann</b> Baker' })).id;
    await scim.post('/Users', { userName: 'ben@acorn.example', active: 'perhaps' });
  });

  async function signIn(
    token: string,
    options?: Parameters<typeof browser.visit>[0],
    to = '/console',
  ): Promise<Visitor> {
    const visitor = await browser.visit(options);
    await visitor.page.goto(`${service.url}${to}`);
    await visitor.page.getByLabel('Service token').fill(token);
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    await visitor.page.waitForURL(url => !url.pathname.includes('sign-in'));
    return visitor;
  }

  test('asks for a service token, refuses a wrong one in words, and leads to where one wanted to go', async () => {
    const visitor = await browser.visit();
    const { page } = visitor;
    await page.goto(`${service.url}/console/accounts/acorn/log?outcome=wrong`);
    expect(await visitor.judge()).toEqual([]);
    await page.getByLabel('Service token').fill('not-a-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This token is not valid').waitFor();
    expect(await visitor.judge()).toEqual([]);
    await page.getByLabel('Service token').fill(await service.serviceToken());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/console/accounts/acorn/log?outcome=wrong');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/console/sign-in');
    await page.goto(`${service.url}/console`);
    await page.waitForURL('**/console/sign-in?to=**');
  });

  test('shows in two clicks why an account fails, and which screen to change', async () => {
    const { page } = await signIn(await service.serviceToken());
    expect(await page.getByText('Something is wrong').count()).toBe(1);
    await page.getByRole('link', { name: 'acorn' }).click();
    const why = await page.locator('.note').first().textContent();
    expect(why).toContain('Where');
    expect(why).toContain('OneLogin');
  });

  test('tells the whole story of a person, found by the address', async () => {
    const { page } = await signIn(await service.serviceToken(), {}, '/console/accounts/acorn/members');
    await page.getByLabel(/User name/).fill('ann@acorn.example');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: '<b>Ann</b> Baker' }).click();
    await page.waitForURL(`**/members/${annId}`);
    const story = await page.locator('.card').first().textContent();
    expect(story).toContain('created ann@acorn.example');
    expect(story).toContain('team_member.provisioned');
    expect(story).toContain('http://127.0.0.1:9/hooks');
  });

  test.each([
    { width: 320, colorScheme: 'light' as const },
    { width: 640, colorScheme: 'dark' as const },
    { width: 1280, colorScheme: 'light' as const },
  ])('keeps every screen usable at $width px, $colorScheme', async ({ width, colorScheme }) => {
    const options = { viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' as const };
    const visitor = await signIn(await service.serviceToken(), options);
    const faults: Record<string, readonly string[]> = {};
    for (const path of [
      '',
      '/accounts/acorn',
      '/accounts/acorn/members',
      '/accounts/acorn/log',
      '/accounts/acorn/tokens',
      `/accounts/acorn/members/${annId}`,
      '/webhooks',
    ]) {
      const answer = await visitor.page.goto(`${service.url}/console${path}`);
      expect({ path, status: answer?.status() }).toEqual({ path, status: 200 });
      faults[path] = await visitor.judge();
    }
    expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
  });
});
