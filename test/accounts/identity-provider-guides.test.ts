import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { IDENTITY_PROVIDER_GUIDES } from '../../src/accounts/identity-provider-guides.ts';

describe.each(Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[])('the guide for %s', provider => {
  const { steps, mappings } = IDENTITY_PROVIDER_GUIDES[provider];

  test('says where the Base URL and the token go, and what becomes of groups', () => {
    const text = steps.join(' ');
    expect(text).toContain('Base URL');
    expect(text).toMatch(/\bthe token\b/);
    if (provider !== 'google' && provider !== 'onelogin') expect(text).toMatch(/group/i);
  });

  test('is a few plain sentences', () => {
    expect(steps.length).toBeGreaterThanOrEqual(5);
    expect(steps.length).toBeLessThanOrEqual(8);
    for (const step of steps) {
      expect(step).toMatch(/^[A-Z].*\.$/);
      expect(step.length).toBeLessThan(200);
    }
  });

  test('maps a userName', () => {
    expect(mappings.map(({ attribute }) => attribute)).toContain('userName');
  });
});
