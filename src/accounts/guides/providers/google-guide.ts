import { type IdentityProviderGuide, map, paste, step } from '../guide.ts';

export const GOOGLE_GUIDE: IdentityProviderGuide = {
  limit: {
    title: 'Google Workspace provisions only applications of its own catalogue',
    sentences: [
      'An application that you added yourself (a custom SAML app) has no card "Autoprovisioning", and none can be added. This is a limit of Google and not a setting you have missed.',
      'What you can do: add and remove people by hand in {product}; they sign in with Google as before. Removing a person in Google then does not remove them from {product}.',
      'Or let a system that reads your Google directory do it: JumpCloud, Okta, Microsoft Entra ID and others can.',
      'The steps below are for applications that do show "Autoprovisioning".',
    ],
  },
  steps: [
    step(
      'In the Google Admin console, go to **Apps** > **Web and mobile apps**, open the application, and choose **Autoprovisioning** > **Configure autoprovisioning**.',
    ),
    step('Paste the two values.', {
      fields: [paste('Access token', '{token}'), paste('Endpoint URL', '{baseUrl}')],
    }),
    step('Check the attribute mapping.'),
    step(
      'Under **Provisioning scope**, choose whose people are provisioned. Under **Deprovisioning**, choose what happens to people who lose access.',
    ),
    step('Switch autoprovisioning on.', { proves: 'first_contact' }),
  ],
  variants: [],
  mappings: map('Username', 'Primary email', 'First name', 'Last name'),
  notes: ['Google works every few hours; switching autoprovisioning off and on again begins immediately.'],
};
