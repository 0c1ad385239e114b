import { type IdentityProviderGuide, map, paste, step } from '../guide.ts';

export const OTHER_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'Open the SCIM or provisioning settings of {product} in your identity provider. Choose **SCIM 2.0**.',
    ),
    step('Paste the two values.', {
      fields: [
        paste('SCIM endpoint, base URL, tenant URL or connector URL', '{baseUrl}'),
        paste(
          'Bearer token, API token, secret token, or an HTTP header with the name Authorization',
          '{token}',
        ),
      ],
    }),
    step('Test the connection, if there is a button for it.', { proves: 'first_contact' }),
    step('Switch group provisioning and password synchronization off.'),
    step(
      'Map the user name to the e-mail address people sign in with; given name and family name to themselves.',
    ),
    step('Choose whose people are provisioned, and switch provisioning on.', { proves: 'first_person' }),
  ],
  variants: [],
  mappings: map(
    'the e-mail address people sign in with',
    'the e-mail address',
    'the given name',
    'the family name',
  ),
  notes: [],
};
