import type { ProviderScreens } from './provider-screens.ts';

const PROVIDER = 'authentik Admin interface > Applications > Providers > the SCIM provider';

export const AUTHENTIK_SCREENS: ProviderScreens = {
  screens: {
    connection: `${PROVIDER} > Edit > Protocol settings`,
    mapping: `${PROVIDER} > Edit > Attribute mapping > User Property Mappings; the expressions are under Customization > Property Mappings`,
    groups: `${PROVIDER} > Edit > Attribute mapping > Group Property Mappings`,
    people: `${PROVIDER} > Edit > User filtering, and the bindings of the application`,
    offboarding: 'authentik Admin interface > Directory > Users',
  },
  fields: {
    baseUrl: '"URL"',
    token: '"Token"',
    userName: 'userName in the expression of the mapping',
    email: 'emails in the expression of the mapping',
  },
  again:
    'Run the synchronization again on the page of the SCIM provider, below Schedules or "Sync status". It also runs every hour.',
  changes: {
    user_name_taken:
      'Nothing, as a rule: authentik creates first, and after this refusal it looks the userName up and takes the existing member over. If it repeats, check that the expression gives the same userName as the member has.',
    groups_pushed:
      'Remove every entry of Group Property Mappings, or limit the provider to people with "User filtering". Refused groups do not disturb the people.',
    deactivated:
      'Nothing, if that was meant: the person is inactive in authentik. Only deleting them there deletes them here.',
    authority_ignored:
      'Take roles, entitlements, userType and custom schemas out of the expression of the user mapping.',
    authority_refused:
      'Take roles, entitlements, userType and custom schemas out of the expression of the user mapping.',
  },
};
