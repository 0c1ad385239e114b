import { guideMarkdown, guideText, wordGuide } from '../../src/accounts/guides/worded-guide.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';

const BASE_URL = 'https://scim.example.com/scim/v2';
const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type

describe.each(PROVIDERS)('the guide for %s', provider => {
  const guide = wordGuide(provider, { baseUrl: BASE_URL, token: 'TOKEN-ITSELF', product: 'Acme Mail' });
  const text = guideText(guide);

  test('says where the Base URL and the token are pasted', () => {
    const pasted = guide.steps.flatMap(({ fields }) => fields).filter(({ kind }) => kind === 'paste');
    const values = pasted.map(({ value }) => value).join('\n');
    expect(values).toContain(BASE_URL);
    expect(values).toContain('TOKEN-ITSELF');
  });

  test('begins with switching SCIM on and ends with choosing roles in the product', () => {
    expect(guide.steps[0]).toMatchObject({ proves: 'enabled', text: expect.stringContaining('Acme Mail') });
    expect(guide.steps.at(-1)?.text).toMatch(/Acme Mail.*roles/);
  });

  test('says what people forget', () => {
    for (const words of [
      /account admin of Acme Mail/,
      /Roles and permissions stay in Acme Mail/,
      /invitation by e-mail/,
      /Sign in from Acme Mail, not from the dashboard/,
      /no just-in-time provisioning/,
      /Several accounts of Acme Mail\? Make one application/,
      /ann\+it@example\.com/,
    ]) {
      expect(text).toMatch(words);
    }
  });

  test('has no blank left, and its names on screens are paired', () => {
    const markdown = guideMarkdown(guide);
    for (const written of [text, markdown]) {
      expect(written).not.toMatch(/\{(baseUrl|token|testAddress|product|app|application|idp|signIn)\}/);
      expect(written).not.toMatch(/ $/m);
    }
    expect(text).not.toContain('**');
    for (const { text: sentence } of guide.steps) {
      expect(sentence).toMatch(/^(\*\*)?[A-Z+].*([.:]|\/)$/s);
      expect(sentence.split('**').length % 2).toBe(1);
    }
  });

  test('is a list of single things to do, and some step shows that people arrive', () => {
    expect(guide.steps.length).toBeGreaterThanOrEqual(5);
    expect(guide.steps.length).toBeLessThanOrEqual(14);
    for (const { text: sentence } of guide.steps) expect(sentence.length).toBeLessThan(260);
    expect(guide.steps.map(({ proves }) => proves)).toEqual(
      expect.arrayContaining([provider === 'google' ? 'first_contact' : 'first_person']),
    );
    expect(guide.mappings.map(({ attribute }) => attribute)).toContain('userName');
  });
});

/** What an IT admin reads, step by step: the text, then `label = value` for each field. */
const stepsOf = (provider: IdentityProvider): readonly string[] =>
  wordGuide(provider, {
    baseUrl: 'URL',
    token: 'TOKEN',
    product: 'Acme',
    testAddress: 'free@acme.example',
  }).steps.map(({ text, fields }) =>
    [text, ...fields.map(({ label, value }) => `${label} = ${value}`)].join('\n'),
  );

describe('the guide', () => {
  test("of JumpCloud has the product's own steps in their order, and the user groups before the last", () => {
    expect(stepsOf('jumpcloud')).toEqual([
      'In Acme, switch automatic team management on. That makes the Base URL and the token for JumpCloud.',
      'In JumpCloud, go to **Applications** > **Identity Management** > **Configuration Settings** of your Acme application.',
      'Choose **SCIM API** under **API Type**.',
      'Choose **SCIM 2.0** under **SCIM Version**.',
      'Paste the two values.\nBase URL = URL\nToken = TOKEN',
      'Enter a valid e-mail address of your company under **Test User Email**. It must not be on the team already.\nTest User Email = free@acme.example',
      'Click **Test Connection** in the upper right. JumpCloud creates the test user here and deletes it again; no one gets a mail.',
      'Switch **Group Management** off: **Enable management of User Groups and Group Membership in this application**. It is not used here.',
      'Under **Attribute Mapping**, click **exclude** for the password.',
      'Set these fields, and click **include** to the right of each.\nUserName = Company Email\nName.FamilyName = Last Name\nName.GivenName = First Name',
      'Click **Activate** in the top right, then **save**.',
      'On the tab **User Groups**, choose whose people are provisioned.',
      'Back in Acme, open **Team Members**: you see the people JumpCloud provisioned. Choose their roles there.',
    ]);
  });

  test("of Okta has the product's own nine steps in their order", () => {
    expect(stepsOf('okta')).toEqual([
      'In Acme, switch automatic team management on. That makes the Base URL and the token for Okta.',
      "In Okta's **Admin Console**, go to **Applications** > **Applications** and click your Acme app.",
      'On the tab **General**, select **SCIM** under **Provisioning** (press **Edit** in App Settings first). Click **Save**.',
      'Click the tab **Provisioning**, choose **Integration**, press **Edit**, and fill in:\nSCIM connector base URL = URL\nUnique identifier field for users = email\nSupported provisioning actions = Import New Users and Profile Updates, Push New Users, Push Profile Updates; leave Push Groups out\nAuthentication Mode = HTTP Header\nAuthorization = TOKEN',
      'Click **Test Connector Configuration**, then **Save**.',
      'Within **Provisioning**, click **To App**, then **Edit**. Select three actions.\nCreate Users = selected\nUpdate User Attributes = selected\nDeactivate Users = selected',
      'Click **Save**.',
      'On the tab **Assignments**, assign people or groups. They arrive here.',
      'Back in Acme, open **Team Members**: you see the people Okta provisioned. Choose their roles there.',
    ]);
  });

  test("of Cloudflare leads to Cloudflare's own documentation, and has the setting of the closed beta whole", () => {
    const [on, documentation, setting, people, back, ...more] = stepsOf('cloudflare');
    expect([on, people, back]).toEqual([
      'In Acme, switch automatic team management on. That makes the Base URL and the token for Cloudflare.',
      'Assign people in the identity provider behind Cloudflare; Cloudflare passes on what it sends.',
      'Back in Acme, open **Team Members**: you see the people Cloudflare provisioned. Choose their roles there.',
    ]);
    expect(more).toEqual([]);
    expect(documentation).toContain(
      'https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/saas-apps/generic-saml-saas/',
    );
    const [, json = ''] = setting?.split('scim_config = ') ?? [];
    expect(JSON.parse(`{${json}}`)).toEqual({
      scim_config: {
        enabled: true,
        remote_uri: 'URL',
        idp_uid: 'the id of the identity provider behind Cloudflare',
        authentication: { scheme: 'oauthbearertoken', token: 'TOKEN' },
        deactivate_on_delete: true,
        mappings: [{ schema: 'urn:ietf:params:scim:schemas:core:2.0:User', enabled: true }],
      },
    });
  });

  test('of OneLogin has a template that is JSON, and of Ping the filter expression', () => {
    const values = (provider: IdentityProvider) =>
      Object.fromEntries(
        wordGuide(provider, { baseUrl: 'URL' })
          .steps.flatMap(({ fields }) => fields)
          .map(({ label, value }) => [label, value]),
      );
    expect(JSON.parse(String(values('onelogin')['SCIM JSON Template']))).toMatchObject({
      userName: '{$parameters.scimusername}',
      active: '{$user.active}',
    });
    expect(values('ping')['User Filter Expression']).toBe('userName Eq "%s"');
  });

  test('of Google says first that it does not work, what to do instead, and when the steps hold all the same', () => {
    const text = guideText(wordGuide('google', { baseUrl: 'URL', product: 'Acme' }));
    expect(text).toMatch(
      /^Google Workspace cannot provision this application[\s\S]*What you can do:[\s\S]*by hand[\s\S]*JumpCloud, Okta, Entra[\s\S]*I do see "Autoprovisioning" on the page of the application:[\s\S]*Access token: <token>/,
    );
  });

  test.each([
    ['ping', 'PingFederate', 'SCIM URL'],
    ['entra', 'Older portals', 'Tenant URL'],
  ] as const)('of %s has the variant "%s"', (provider, title, field) => {
    const { variants } = wordGuide(provider, { baseUrl: BASE_URL });
    expect(variants).toMatchObject([{ title }]);
    const fields = variants.flatMap(({ steps }) => steps.flatMap(step => step.fields));
    expect(fields).toContainEqual({ label: field, value: BASE_URL, kind: 'paste' });
  });

  test('speaks of your app where the product has no name', () => {
    expect(guideText(wordGuide('okta', { baseUrl: 'URL' }))).toContain('and click your app.');
  });

  test('of Entra goes from a new configuration to the start of provisioning', () => {
    const text = guideText(wordGuide('entra', { baseUrl: BASE_URL }));
    expect(text).toMatch(
      /"\+ New configuration"[\s\S]*Tenant URL[\s\S]*Secret Token[\s\S]*"Test Connection"[\s\S]*"Create"[\s\S]*"Start provisioning"/,
    );
  });

  test('of another provider speaks of "your identity provider", with a capital at the beginning of a sentence', () => {
    const text = guideMarkdown(wordGuide('other', { baseUrl: BASE_URL }));
    expect(text).toContain('. Your identity provider writes its own value again');
    expect(text).not.toMatch(/[.] your identity/);
  });
});
