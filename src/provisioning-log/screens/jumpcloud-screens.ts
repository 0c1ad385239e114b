import type { ProviderScreens } from './provider-screens.ts';

const APP = 'JumpCloud Admin Portal > SSO Applications > the app';

export const JUMPCLOUD_SCREENS: ProviderScreens = {
  screens: {
    connection: `${APP} > Identity Management > Configuration settings`,
    mapping: `${APP} > Identity Management > Attribute Mapping`,
    groups: `${APP} > Identity Management > Group Management`,
    people: `${APP} > User Groups`,
    offboarding: `${APP} > User Groups, and the state of the person under Users`,
  },
  fields: {
    baseUrl: '"Base URL"',
    token: '"Token Key"',
    userName: 'the row userName',
    email: 'the row emails',
  },
  again:
    'Press "Test Connection", then "Activate", after a change of the connection. A change of a person, or taking them out of their user group and back in, sends them again.',
  changes: {
    user_name_taken:
      'If this happened while testing the connection: "Test User Email" must be an address that no member has, because JumpCloud creates and deletes that person. Else check {userName}: JumpCloud looks people up by it.',
    email_domain:
      'If this happened while testing the connection: give "Test User Email" an unused address of an allowed domain. Else take the person out of the user group.',
    groups_pushed:
      'Switch off "Enable management of User Groups and Group Membership in this application". Which user groups are bound to the app stays as it is: that decides who is provisioned.',
    deactivated:
      'Nothing, if that was meant. JumpCloud deactivates people who lose the last user group that is bound to the app, and people who are suspended.',
  },
};
