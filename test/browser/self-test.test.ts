/** What the setup page offers when something goes wrong: the self-test, what to change, and a report for support. */
import { describeInBrowser, useBrowser, type Visitor } from '../support/browser/browser.ts';
import { ControlClient } from '../support/control-client.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';

describeInBrowser('the setup page, when something goes wrong,', () => {
  const service = useTestService({ environment: { PAGES_PRODUCT_NAME: 'Acme Mail' } });
  const browser = useBrowser();
  let made = 0;

  async function openSetup(
    identityProvider: string,
    policies: object = {},
  ): Promise<Visitor & { readonly id: string }> {
    made += 1;
    const id = `bakery-${made}`;
    const control = new ControlClient(service.url, await service.serviceToken());
    const sso = { protocol: 'saml', provider: 'JumpCloud' };
    await control.expect(201, 'PUT', `/accounts/${id}`, {
      name: 'Acorn Bakery',
      identityProvider,
      sso,
      policies,
    });
    const link = await control.expect(201, 'POST', `/accounts/${id}/setup-links`, {});
    const visitor = await browser.visit();
    await visitor.page.goto(String(link['url']));
    await visitor.page.getByRole('button', { name: 'Open the set-up' }).click();
    await visitor.page.waitForURL('**/setup');
    return { ...visitor, id };
  }

  test('tests our side with the requests of the identity provider, step by step', async () => {
    const { page, judge } = await openSetup('jumpcloud');
    await page.getByRole('button', { name: 'Test our side' }).click();
    const result = page.locator('#self-test');
    expect(await result.textContent()).toContain('Our side works.');
    // It is far down on a narrow screen.
    const top = await result.evaluate(section => section.getBoundingClientRect().top);
    expect(top).toBeLessThan(900);
    expect(await result.locator('li').count()).toBe(9);
    expect(await result.locator('li').nth(3).textContent()).toMatch(
      /tries to add a test group.*Answered 501, refused, as expected/s,
    );
    expect(await result.textContent()).toContain('Our address answers from here.');
    expect(await judge()).toEqual([]);
    // Loading the address of the form shows the page again.
    await page.goto(`${service.url}/setup/self-test`);
    expect(new URL(page.url()).pathname).toBe('/setup');
  });

  test('says which rule of the account refuses, and runs six self-tests a minute', async () => {
    const { page, judge } = await openSetup('entra', { groups: 'refuse' });
    await page.getByRole('button', { name: 'Test our side' }).click();
    const result = page.locator('#self-test');
    expect(await result.textContent()).toContain('A rule of Acorn Bakery refuses this.');
    expect(await result.locator('dt').allTextContents()).toEqual(['Where', 'Change', 'Then']);
    expect(await judge()).toEqual([]);
    for (let run = 1; run < 6; run += 1)
      await page.getByRole('button', { name: 'Test our side again' }).click();
    await page.getByRole('button', { name: 'Test our side again' }).click();
    expect(await page.textContent('main')).toMatch(/6 self-tests within a minute/);
  });

  test('has every explanation at an anchor of its own', async () => {
    const { page, judge } = await openSetup('okta');
    await page.goto(`${service.url}/setup#explanation-user_name_taken`);
    const explanation = page.locator('#explanation-user_name_taken');
    // The browser unfolds what the anchor is in.
    expect(await explanation.locator('summary').isVisible()).toBe(true);
    await explanation.locator('summary').click();
    expect(await explanation.textContent()).toMatch(/Unique identifier field for users/);
    expect(await judge()).toEqual([]);
  });

  test('has a report for support: without a token, and without names unless they are asked for', async () => {
    const { page, id } = await openSetup('jumpcloud');
    await page.getByRole('button', { name: 'Switch it on' }).click();
    const token = await page.getByLabel('Token', { exact: true }).inputValue();
    const scim = new ScimClient({ accountId: id, baseUrl: `${service.url}/scim/v2`, token });
    await scim.create({ userName: 'ann@acorn.example' });
    await page.goto(`${service.url}/setup`);
    await page.getByText('Copy a report for support').click();
    const report = await page.getByLabel('Report', { exact: true }).inputValue();
    expect(report).toMatch(/^Account: Acorn Bakery \(bakery-\d+\)$/m);
    expect(report).toMatch(/POST \/scim\/v2\/Users {2}201 done {2}request [0-9a-f-]{36}$/m);
    expect(report).not.toMatch(/ann@acorn|eyJ/);
    await page.getByText('With names', { exact: true }).click();
    const withNames = await page.getByLabel('Report with names').inputValue();
    expect(withNames).toContain('created ann@acorn.example');
    expect(withNames).not.toContain(token);
  });
});
