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
      /Roles and permissions are set in Acme Mail/,
      /invitation by e-mail/,
      /sign in from Acme Mail, not from the dashboard/,
      /no just-in-time provisioning/,
      /Two accounts of Acme Mail are two applications/,
      /ann\+it@example\.com/,
    ]) {
      expect(text).toMatch(words);
    }
  });

  test('has no blank left, and its names on screens are paired', () => {
    const markdown = guideMarkdown(guide);
    for (const written of [text, markdown]) {
      expect(written).not.toMatch(/\{(baseUrl|token|product|idp)\}/);
      expect(written).not.toMatch(/ $/m);
    }
    expect(text).not.toContain('**');
    for (const { text: sentence } of guide.steps) {
      expect(sentence).toMatch(/^[A-Z].*([.:]|\/)$/s);
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

describe('the guide', () => {
  const fieldsOf = (provider: IdentityProvider) =>
    Object.fromEntries(
      wordGuide(provider, { baseUrl: BASE_URL })
        .steps.flatMap(({ fields }) => fields)
        .map(({ label, value }) => [label, value]),
    );

  test('of JumpCloud sets the API type and the version, group management off, and maps the Company Email', () => {
    expect(fieldsOf('jumpcloud')).toEqual({
      'API Type': 'SCIM API',
      'SCIM Version': 'SCIM 2.0',
      'Base URL': BASE_URL,
      Token: '<token>',
      'Enable management of User Groups and Group Membership in this application': 'off',
      UserName: 'Company Email',
      'Name.FamilyName': 'Last Name',
      'Name.GivenName': 'First Name',
    });
  });

  test('of Okta finds people by email, with three actions and an HTTP header', () => {
    expect(fieldsOf('okta')).toMatchObject({
      'SCIM connector base URL': BASE_URL,
      'Unique identifier field for users': 'email',
      'Supported provisioning actions': expect.stringMatching(
        /^Import New Users and Profile Updates, Push New Users, Push Profile Updates/,
      ),
      'Authentication Mode': 'HTTP Header',
      Authorization: '<token>',
      'Create Users': 'on',
      'Update User Attributes': 'on',
      'Deactivate Users': 'on',
    });
  });

  test('of Entra goes from a new configuration to the start of provisioning', () => {
    const text = guideText(wordGuide('entra', { baseUrl: BASE_URL }));
    expect(text).toMatch(
      /"New configuration"[\s\S]*Tenant URL[\s\S]*Secret token[\s\S]*"Test connection"[\s\S]*"Create"[\s\S]*"Start provisioning"/,
    );
  });

  test('of another provider speaks of "your identity provider", with a capital at the beginning of a sentence', () => {
    const text = guideMarkdown(wordGuide('other', { baseUrl: BASE_URL }));
    expect(text).toContain('. Your identity provider writes its own value again');
    expect(text).not.toMatch(/[.] your identity/);
  });
});
