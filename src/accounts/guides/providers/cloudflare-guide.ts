import { type IdentityProviderGuide, paste, step } from '../guide.ts';

const SCIM_CONFIG = `"scim_config": {
  "enabled": true,
  "remote_uri": "{baseUrl}",
  "idp_uid": "the id of the identity provider behind Cloudflare",
  "authentication": { "scheme": "oauthbearertoken", "token": "{token}" },
  "deactivate_on_delete": true,
  "mappings": [{ "schema": "urn:ietf:params:scim:schemas:core:2.0:User", "enabled": true }]
}`;

export const CLOUDFLARE_GUIDE: IdentityProviderGuide = {
  limit: {
    title: 'Provisioning from Cloudflare Access is in closed beta',
    sentences: [
      'It has no screen yet and is set through the API of Cloudflare. Ask Cloudflare whether your account has it.',
      'If it does not, connect the identity provider behind Cloudflare directly, with the guide of that provider.',
    ],
  },
  steps: [
    step(
      'Set up the application itself as the documentation of Cloudflare One for generic SAML applications says: https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/saas-apps/generic-saml-saas/',
    ),
    step(
      'Add this to the application with PUT /accounts/{account_id}/access/apps/{app_id} of the API of Cloudflare. Map no groups.',
      { fields: [paste('scim_config', SCIM_CONFIG)], proves: 'first_contact' },
    ),
    step('Assign people in the identity provider behind Cloudflare; Cloudflare passes on what it sends.', {
      proves: 'first_person',
    }),
  ],
  variants: [],
  mappings: [{ attribute: 'userName', from: 'what the identity provider behind Cloudflare sends' }],
  notes: [
    'With "deactivate_on_delete" true, people who are removed become inactive; with false they are deleted.',
  ],
};
