import type { ProviderScreens } from './provider-screens.ts';

const PROVIDER =
  'Keycloak Admin Console > User federation > the SCIM provider (of the extension keycloak-scim)';

export const KEYCLOAK_SCREENS: ProviderScreens = {
  screens: {
    connection: PROVIDER,
    mapping: 'Keycloak Admin Console > Users > the person > Details (the extension has a fixed mapping)',
    groups: `${PROVIDER} > Enable group propagation`,
    people: 'Keycloak Admin Console > Users',
    offboarding: 'Keycloak Admin Console > Users > the person',
  },
  fields: {
    baseUrl: '"SCIM 2.0 endpoint"',
    token: '"Auth password/token", with "Auth mode" BEARER',
    userName: 'Username of the person',
    email: 'Email of the person',
  },
  again:
    'Save the person again, or choose "Sync all users" on the page of the SCIM provider: what was refused is not repeated by itself.',
  changes: {
    user_name_taken:
      'The extension creates without looking first. Give the person a username that is free, or let the application remove the other member. "Enable import during sync" with the import action links people who are there already.',
    groups_pushed: 'Switch "Enable group propagation" off and save.',
    email_missing:
      'Fill in Email. The username of Keycloak is often not an address, and then it cannot stand in for one.',
    authority_ignored:
      'Nothing can be switched off: some versions of the extension send roles with every person. They have no effect.',
    authority_refused:
      'Some versions of the extension send roles with every person, and it cannot be switched off: let the application set the policy "authority" of the account to "ignore".',
    media_type: 'Set "Endpoint content type" to application/scim+json.',
  },
};
