import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const KEYCLOAK_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'Keycloak itself can receive SCIM and not send it. Install an extension that sends, such as **keycloak-scim**.',
    ),
    step('In the **Admin Console**, open **User federation** and add the SCIM provider of the extension.'),
    step('Paste the two values.', {
      fields: [
        paste('SCIM 2.0 endpoint', '{baseUrl}'),
        set('Endpoint content type', 'application/scim+json'),
        set('Auth mode', 'BEARER'),
        paste('Auth password/token', '{token}'),
      ],
    }),
    step('Switch **Enable user propagation** on and **Enable group propagation** off. **Save**.'),
    step('Press **Sync all users** for those who are there already.', { proves: 'first_person' }),
  ],
  variants: [],
  mappings: map('Username', 'Email', 'First name', 'Last name'),
  notes: [
    'A Keycloak username is often not an e-mail address: fill in Email as well.',
    'What was refused is not sent again by itself.',
  ],
};
