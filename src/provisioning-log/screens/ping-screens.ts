import type { ProviderScreens } from './provider-screens.ts';

const PINGONE = 'PingOne admin console > Integrations > Provisioning';
const PINGFEDERATE =
  'in PingFederate Applications > Integration > SP Connections > the connection > Outbound Provisioning';

export const PING_SCREENS: ProviderScreens = {
  screens: {
    connection: `${PINGONE} > Connections > the connection > Configuration; ${PINGFEDERATE} > Target`,
    mapping: `${PINGONE} > Rules > the rule > Attribute Mapping; ${PINGFEDERATE} > Manage Channels > Attribute Mapping`,
    groups: `${PINGONE} > Rules > the rule > Directory > Groups; ${PINGFEDERATE} > Manage Channels > Source Location`,
    people: `${PINGONE} > Rules > the rule > Directory > Users (user filter); ${PINGFEDERATE} > Manage Channels > Source Location`,
    offboarding: `${PINGONE} > Connections > the connection > Configuration > Actions; ${PINGFEDERATE} > Target > Provisioning Options`,
  },
  fields: {
    baseUrl: '"SCIM Base URL" (in PingFederate "SCIM URL")',
    token: '"OAuth Access Token" below "OAuth 2 Bearer Token" (in PingFederate "Access Token")',
    userName: 'the row userName',
    email: 'the row workEmail',
  },
  again:
    'In PingOne press "Resync" on the rule; in PingFederate a saved change of the channel starts a full synchronization.',
  changes: {
    filter_attribute:
      'Correct the "User Filter Expression" (in PingFederate "Filter Expression"): userName Eq "%s" or emails Co "%s".',
    filter_syntax:
      'Correct the "User Filter Expression" (in PingFederate "Filter Expression"): userName Eq "%s" or emails Co "%s".',
    user_name_taken:
      'Let "User Identifier" (in PingFederate "Unique User Identifier") be userName, and map the same unique value to it as before: {userName}.',
    unknown_address:
      'Set {baseUrl} to {address}, exactly, and "Users Resource" to /Users. In PingFederate with the bundled provisioner, "Users Resource URL" is {address}/Users.',
    deactivated:
      'Nothing, if that was meant. "Remove Action" (in PingFederate "Remove User Action") decides between Disable and Delete.',
    deleted:
      'Nothing, if that was meant. Set "Remove Action" (in PingFederate "Remove User Action") to Disable to let people come back as they were.',
  },
};
