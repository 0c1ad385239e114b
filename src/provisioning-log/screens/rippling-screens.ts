import type { ProviderScreens } from './provider-screens.ts';

const APP = 'Rippling > IT > Custom Integrations (Third-Party Access) > the app';

export const RIPPLING_SCREENS: ProviderScreens = {
  screens: {
    connection: `${APP} > SCIM Configuration`,
    mapping: `${APP} > Settings > Attribute Mappings`,
    groups: `${APP} > SCIM Configuration > Supports Groups`,
    people: `${APP} > Settings > App Access Rules`,
    offboarding: `${APP} > Settings > App Access Rules and the offboarding settings`,
  },
  fields: {
    baseUrl: '"SCIM Base URL"',
    token: 'the bearer token of the installation, with "SCIM Authorization Method" Bearer Token',
    userName: '"Use email address as user name", or the row userName',
    email: 'the row emails.primary',
  },
  again:
    'Press "Test connection" after a change of the connection, and provision the person again from the app.',
  changes: {
    user_name_taken:
      'Match the person with the existing account in the list of users of the app, instead of creating a new one.',
    groups_pushed: 'Take the check marks off "Supports Groups" and "Create & Delete Groups".',
    unknown_attributes: 'Remove the attribute from "Supported SCIM Attributes".',
  },
};
