import type { ProviderScreens } from './provider-screens.ts';

const API =
  'Cloudflare API: PUT /accounts/:account/access/apps/:app, in scim_config (provisioning to applications has no screen of its own)';

export const CLOUDFLARE_SCREENS: ProviderScreens = {
  screens: {
    connection: `${API}, fields remote_uri and authentication`,
    mapping: `${API}, field mappings, and the attribute mapping of the identity provider behind it`,
    groups: `${API}, field mappings, and the groups of the identity provider behind it`,
    people: 'the assignments of the identity provider behind Cloudflare (idp_uid)',
    offboarding: `${API}, field deactivate_on_delete`,
  },
  fields: {
    baseUrl: 'remote_uri',
    token: 'authentication, with the scheme oauthbearertoken, in the field token',
    userName: 'transform_jsonata of the mapping for users, or userName in the identity provider behind it',
    email: 'emails in the identity provider behind it',
  },
  again: 'Cloudflare passes on what the identity provider behind it sends: let that one synchronize again.',
  changes: {
    groups_pushed: 'Set "enabled" to false in the mapping whose schema is that of groups.',
    unknown_attributes:
      'Set "strictness" to "strict" in the mapping for users, so that only attributes of the schema are passed on.',
    authority_ignored:
      'Set "strictness" to "strict" in the mapping for users, or drop the attributes with transform_jsonata.',
    authority_refused:
      'Set "strictness" to "strict" in the mapping for users, or drop the attributes with transform_jsonata.',
    deactivated: 'Nothing, if that was meant. With deactivate_on_delete true, deletions arrive as this.',
    deleted:
      'Nothing, if that was meant. Set deactivate_on_delete to true to let people come back as they were.',
  },
};
