/** The guides on the setup page: the steps of every identity provider are those of the data, as HTML without a script. */
import { wordGuide } from '../../src/accounts/guides/worded-guide.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { ControlClient } from '../support/control-client.ts';
import { SetupVisitor } from '../support/setup-visitor.ts';
import { useTestService } from '../support/suite.ts';

const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type
const SAML = { protocol: 'saml', provider: 'SSO' };
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Of a sentence and of a page alike: names on screens are marked in different ways. */
const bare = (text: string): string => text.replaceAll(/["`*]/g, '').replaceAll(/\s+/g, ' ').trim();

/** What a reader sees, roughly. */
const textOf = (page: string): string =>
  bare(
    page.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity] ?? ''),
  );

describe('the setup page', () => {
  const service = useTestService({ environment: { PAGES_PRODUCT_NAME: 'Acme Mail' } });
  let made = 0;

  async function open(identityProvider: IdentityProvider, body: object = {}): Promise<SetupVisitor> {
    made += 1;
    const path = `/accounts/bakery-${made}`;
    const control = new ControlClient(service.url, await service.serviceToken());
    await control.expect(201, 'PUT', path, { name: 'Acorn Bakery', identityProvider, sso: SAML });
    const link = await control.expect(201, 'POST', `${path}/setup-links`, body);
    const visitor = new SetupVisitor(service.url);
    await visitor.open(String(link['url']));
    return visitor;
  }

  const pageOf = async (visitor: SetupVisitor): Promise<string> =>
    (await visitor.get('/setup?provider=chosen')).text();

  test.each(PROVIDERS)('has every step, note and question of the guide for %s, in order', async provider => {
    const page = await pageOf(await open(provider));
    const text = textOf(page);
    const { steps, notes, problems, beforeYouBegin, afterwards } = wordGuide(provider, {
      baseUrl: `${service.url}/scim/v2`,
      product: 'Acme Mail',
    });
    const seen = (sentence: string, from = 0): number => text.indexOf(bare(sentence), from);
    // The first one is a button.
    let from = 0;
    for (const step of steps.slice(1)) {
      const at = seen(step.text, from);
      expect({ step: step.text, isBehindTheLast: at >= from && at >= 0 }).toMatchObject({
        isBehindTheLast: true,
      });
      from = at + 1;
    }
    const sentences = [...notes, ...beforeYouBegin, ...afterwards, ...problems.map(({ answer }) => answer)];
    expect(sentences.filter(sentence => seen(sentence) < 0)).toEqual([]);
    expect(page).not.toMatch(/\*\*/);
    expect(text).not.toMatch(/\{(?:product|idp|app|application|signIn|baseUrl|token)\}/);
  });

  test("gives JumpCloud's test user an address of the admin's domain, which can be copied", async () => {
    const page = await pageOf(await open('jumpcloud', { admin: { email: 'dana@acorn.example' } }));
    expect(page).toMatch(
      /<input id="copy-test-user-email" value="scim-test-[0-9a-f]{4}@acorn\.example" readonly/,
    );
  });

  test.each<[IdentityProvider, string]>([
    ['okta', 'value="email"'],
    ['ping', 'value="userName Eq &quot;%s&quot;"'],
    ['cloudflare', '&quot;deactivate_on_delete&quot;: true'],
    ['onelogin', '{$parameters.scimusername}'],
  ])('lets a value of %s be copied where it is needed', async (provider, value) => {
    expect(await pageOf(await open(provider))).toContain(value);
  });

  test('puts a new token into the JSON of Cloudflare, and into no later page', async () => {
    const visitor = await open('cloudflare');
    const page = await (await visitor.submit('/setup/enable', { issued: '0' })).text();
    const [, token = ''] = /&quot;token&quot;: &quot;([^&]*)&quot;/.exec(page) ?? [];
    expect(token).toMatch(/^eyJ/);
    const later = await pageOf(visitor);
    expect(later).toContain('&quot;token&quot;: &quot;&lt;token&gt;&quot;');
    expect(later).not.toContain('eyJ');
  });

  test("leads to Cloudflare's own documentation", async () => {
    expect(await pageOf(await open('cloudflare'))).toMatch(
      /<a href="https:\/\/developers\.cloudflare\.com\/[\w/-]+" rel="noopener" target="_blank">/,
    );
  });

  test('says of Google what it cannot do and what to do instead, and folds the steps for the others', async () => {
    const page = await pageOf(await open('google'));
    const text = textOf(page);
    expect(text).toMatch(/Google Workspace cannot provision this application.*What you can do.*Team Members/);
    expect(page).toMatch(/<details\s*><summary>I do see <strong>Autoprovisioning<\/strong>/);
  });

  test('tests our side without a script, for a link that may', async () => {
    const answer = await (await open('okta')).submit('/setup/self-test');
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(textOf(page)).toMatch(/Our side works\..*12 of 12 as expected.*Our address answers from here/);
    // The result must not go away by itself.
    expect(page).not.toContain('http-equiv="refresh"');
    const refused = await (await open('okta', { may: ['log'] })).submit('/setup/self-test');
    expect(refused.status).toBe(403);
  });
});
