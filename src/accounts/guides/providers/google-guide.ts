import { type IdentityProviderGuide, map, paste, step } from '../guide.ts';

export const GOOGLE_GUIDE: IdentityProviderGuide = {
  limit: {
    title: 'Google Workspace cannot provision this application',
    sentences: [
      'Google adds and removes people automatically only in applications of its own catalogue.',
      'An application you added yourself ("custom SAML app") has no **Autoprovisioning** card, and none can be added.',
      "This is Google's limit, not a setting you have missed.",
    ],
    choices: [
      'Add and remove people by hand in **Team Members**. People sign in with Google as before. Remember that removing a person in Google does not remove them here.',
      'Let another system that reads your Google directory do it: JumpCloud, Okta, Entra and others can.',
    ],
    unless: 'I do see **Autoprovisioning** on the page of the application',
  },
  steps: [
    step(
      'In the Google Admin console, go to **Apps** > **Web and mobile apps**, open the app, and choose **Autoprovisioning** > **Configure autoprovisioning**.',
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
  notes: ['Google syncs every few hours; off and on again begins at once.'],
};
