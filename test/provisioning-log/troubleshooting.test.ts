import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { EXPLANATIONS } from '../../src/provisioning-log/explanations/explanation-catalogue.ts';
import { troubleshootingOf } from '../../src/provisioning-log/explanations/troubleshooting.ts';

const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type

test.each(PROVIDERS)('the troubleshooting for %s has every failure once, in its words', provider => {
  const groups = troubleshootingOf(provider, 'https://scim.example.com/scim/v2');
  const shown = groups.flatMap(({ explanations }) => explanations);
  const failures = Object.entries(EXPLANATIONS).flatMap(([id, { isFailure }]) => (isFailure ? [id] : []));
  expect(shown.map(({ id }) => id).sort()).toEqual(failures.sort());
  expect(JSON.stringify(shown)).not.toMatch(/\{\w+\}/);
  for (const { again } of shown) expect(again).toMatch(/\w/);
});
