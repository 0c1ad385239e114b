import type { ProviderScreens } from './provider-screens.ts';

const APP = 'Microsoft Entra admin center > Enterprise apps > the app > Provisioning';
const USERS = `${APP} > Mappings > Provision Microsoft Entra ID Users`;

export const ENTRA_SCREENS: ProviderScreens = {
  screens: {
    connection: `${APP} > Admin Credentials (Connectivity)`,
    mapping: `${USERS} > Attribute Mappings`,
    groups: `${APP} > Mappings > Provision Microsoft Entra ID Groups`,
    people: 'Microsoft Entra admin center > Enterprise apps > the app > Users and groups',
    offboarding: `${USERS} > Target Object Actions`,
  },
  fields: {
    baseUrl: '"Tenant URL"',
    token: '"Secret Token"',
    userName: 'the row with the target userName (userPrincipalName by default)',
    email: 'the row with the target emails[type eq "work"].value',
  },
  again:
    'Press "Test Connection" after a change of the connection. Try one person with "Provision on demand"; a job in quarantine starts again with "Restart provisioning". Everything else is repeated within 40 minutes.',
  changes: {
    user_name_taken:
      'Keep userName (or externalId) as the attribute with matching precedence 1, and its source unchanged: {userName}. Entra looks people up by that value before it creates.',
    groups_pushed:
      'Set "Enabled" to No and save. Assigning a group under Users and groups stays as it is: that decides who is in scope.',
    boolean_value:
      'Check the expression of the row "active": Switch([IsSoftDeleted], , "False", "True", "True", "False") is the default. With ?aadOptscim062020 behind the Tenant URL, Entra sends real booleans; both forms are understood here.',
    patch_path:
      'Correct the target attribute the detail names. With ?aadOptscim062020 behind the Tenant URL, Entra sends changes in the form of the standard; both forms are understood here.',
    filter_attribute:
      'Choose userName, externalId or emails[type eq "work"].value as the attribute for matching: edit its row, "Match objects using this attribute" Yes.',
    unknown_address:
      'Set {baseUrl} to {address}, exactly: beginning with https, ending in /scim/v2, without /Users. A flag such as ?aadOptscim062020 may stand behind it.',
    deactivated:
      'Nothing, if that was meant. Unassigning, blocking and soft-deleting all end here; Entra deletes only 30 days after the person was deleted in the directory.',
    deleted:
      'Nothing, if that was meant. Entra sends this when a person is deleted for good in the directory; take the check mark off "Delete" to keep members deactivated.',
    member_gone:
      'Use "Provision on demand" for the person: Entra then looks them up again. If many are gone, "Restart provisioning" lets it forget what it knew.',
    rate_limited:
      'Nothing: Entra repeats what was refused in its next cycle. Its first cycle is the only long one.',
    authority_ignored:
      'Delete the rows whose target is roles, entitlements, userType or a custom extension, among them SingleAppRoleAssignment and AppRoleAssignmentsComplex.',
    authority_refused:
      'Delete the rows whose target is roles, entitlements, userType or a custom extension, among them SingleAppRoleAssignment and AppRoleAssignmentsComplex.',
  },
};
