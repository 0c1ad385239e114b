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
  limit: null,
  steps: [
    step(
      "Go to Cloudflare One's documentation of generic SAML applications for the application itself: https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/saas-apps/generic-saml-saas/",
    ),
    step(
      "Provisioning from Cloudflare Access has no screen yet: it is in closed beta, and set through Cloudflare's API. Ask Cloudflare whether your account has it. With `PUT /accounts/:account/access/apps/:app`, add:",
      { fields: [paste('scim_config', SCIM_CONFIG)], proves: 'first_contact' },
    ),
    step('Assign people in the identity provider behind Cloudflare; Cloudflare passes on what it sends.', {
      proves: 'first_person',
    }),
  ],
  variants: [],
  mappings: [{ attribute: 'userName', from: 'what the identity provider behind Cloudflare sends' }],
  notes: [
    'Does your account not have the beta? Connect the identity provider behind Cloudflare directly, with its own guide.',
    'With "deactivate_on_delete" true, people who are removed become inactive; with false they are deleted.',
  ],
};
