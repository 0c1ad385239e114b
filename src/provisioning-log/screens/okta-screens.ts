import type { ProviderScreens } from './provider-screens.ts';

export const OKTA_SCREENS: ProviderScreens = {
  screens: {
    connection: 'Admin Console > Applications > Applications > the app > Provisioning > Integration > Edit',
    mapping:
      'Admin Console > Applications > Applications > the app > Provisioning > To App > Attribute Mappings',
    groups: 'Admin Console > Applications > Applications > the app > Push Groups',
    people: 'Admin Console > Applications > Applications > the app > Assignments',
    offboarding:
      'Admin Console > Applications > Applications > the app > Provisioning > To App > Deactivate Users',
  },
  fields: {
    baseUrl: '"SCIM connector base URL"',
    token: '"Authorization" below "HTTP Header"',
    userName: '"Application username format" on the tab Sign On',
    email: 'the row "email" (primary email)',
  },
  again:
    'Click "Test Connector Configuration" after a change of the connection. Failed people are under Dashboard > Tasks, where they can be retried.',
  changes: {
    user_name_taken_by_rename:
      'The name comes from {userName}, section Credentials Details. Choose a format that is unique, such as "Okta username" or "Email", and let "Update application username on" be "Create and update". Then press "Update Now" there.',
    user_name_taken:
      'Set "Unique identifier field for users" to email (userName works too) on the tab Provisioning > Integration, and check {userName}: Okta looks people up by that value, so it has to be the one the member has.',
    user_name_missing:
      'Choose a value that each person has in {userName}, section Credentials Details, and press "Update Now".',
    groups_pushed:
      'Delete the pushed groups here, choosing to leave the group in the application, and take "Push Groups" out of "Supported provisioning actions" under Provisioning > Integration. Assigning a group under Assignments stays as it is.',
    deactivated:
      'Nothing, if that was meant. Okta never deletes people in an application: unassigning and deactivating both end here, and a person who is assigned again becomes active again.',
    password_ignored:
      'Switch "Sync Password" off under Provisioning > To App. Okta sends a random password with every new person all the same; it is thrown away.',
    member_gone:
      'Remove the assignment of the person, directly or through the group, and assign them again: Okta then looks the userName up again.',
    authority_ignored:
      'Unmap roles, entitlements, userType and custom attributes with another namespace here; those which were added by hand are deleted under Directory > Profile Editor > the app.',
    authority_refused:
      'Unmap roles, entitlements, userType and custom attributes with another namespace here; those which were added by hand are deleted under Directory > Profile Editor > the app.',
  },
};
