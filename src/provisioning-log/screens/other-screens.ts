import type { ProviderScreens } from './provider-screens.ts';

/** For providers that are not known by name. */
export const OTHER_SCREENS: ProviderScreens = {
  screens: {
    connection: 'The SCIM or provisioning settings of the application in your identity provider',
    mapping: 'The attribute mapping for users of the application in your identity provider',
    groups: 'The group provisioning settings of the application in your identity provider',
    people: 'The people and groups that are assigned to the application in your identity provider',
    offboarding: 'The deprovisioning settings of the application in your identity provider',
  },
  fields: {
    baseUrl: 'the Base URL (also: SCIM endpoint, tenant URL)',
    token: 'the bearer token (also: API token, secret token)',
    userName: 'the mapping of userName',
    email: 'the mapping of the primary value of emails',
  },
  again: 'Test the connection if there is a button for it, and synchronize again.',
  changes: {},
};
