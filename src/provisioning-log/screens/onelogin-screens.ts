import type { ProviderScreens } from './provider-screens.ts';

const APP = 'OneLogin Administration > Applications > Applications > the app';

export const ONELOGIN_SCREENS: ProviderScreens = {
  screens: {
    connection: `${APP} > Configuration > API Connection`,
    mapping: `${APP} > Configuration > SCIM JSON Template, and ${APP} > Parameters`,
    groups: `${APP} > Parameters > Groups, and ${APP} > Rules`,
    people: `${APP} > Users, and ${APP} > Access`,
    offboarding: `${APP} > Provisioning > When users are deleted in OneLogin, or the user's app access is removed`,
  },
  fields: {
    baseUrl: '"SCIM Base URL"',
    token: '"SCIM Bearer Token"',
    userName: '"SCIM Username" on the tab Parameters (userName in the template)',
    email: 'emails in the template, with "value": "{$user.email}"',
  },
  again:
    'Set "API Status" to Enable again after a change of the connection. Failed people are on the tab Users of the app, or under Users > Provisioning, where they can be retried.',
  changes: {
    boolean_value:
      'In the template, "active" must become true or false: "active": "{$user.active}" works; a word such as "enabled" does not.',
    body_unreadable:
      'Check the SCIM JSON Template for missing quotes, brackets and commas: it is sent as you typed it.',
    media_type: 'Among the custom headers, set Content-Type to application/scim+json, or remove it.',
    groups_pushed:
      'On the tab Parameters open the row Groups and take off "Include in User Provisioning"; on the tab Rules remove those that set groups. Roles of OneLogin that decide who gets the app stay as they are.',
    authority_ignored:
      'Take roles, entitlements, userType, groups and custom extensions out of the SCIM JSON Template.',
    authority_refused:
      'Take roles, entitlements, userType, groups and custom extensions out of the SCIM JSON Template.',
    deactivated:
      'Nothing, if that was meant. The choice here between Delete, Suspend and Do Nothing decides.',
    deleted:
      'Nothing, if that was meant. Choose Suspend here instead of Delete to let people come back as they were.',
  },
};
