import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

const TEMPLATE = `{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
  "userName": "{$parameters.scimusername}",
  "name": { "givenName": "{$user.firstname}", "familyName": "{$user.lastname}" },
  "emails": [{ "value": "{$user.email}", "type": "work", "primary": true }],
  "active": "{$user.active}"
}`;

export const ONELOGIN_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step('In OneLogin **Administration**, go to **Applications** > **Applications** and open {product}.', {
      notes: ['No SCIM there: **Add App** > "SCIM Provisioner with SAML (SCIM v2 Enterprise)".'],
    }),
    step('On the tab **Configuration**, paste three values.', {
      fields: [
        paste('SCIM Base URL', '{baseUrl}'),
        paste('SCIM Bearer Token', '{token}'),
        paste('SCIM JSON Template', TEMPLATE),
      ],
    }),
    step('Under **API Connection**, click **Enable**, so that **API Status** says Enabled. **Save**.', {
      proves: 'tested',
    }),
    step('On the tab **Parameters**, set the user name. Leave **Groups** out of user provisioning.', {
      fields: [set('SCIM Username', 'Email')],
    }),
    step('On the tab **Provisioning**, choose what is done and whether you approve it. **Save**.', {
      fields: [
        set('Enable provisioning', 'checked'),
        set(
          'Require admin approval before this action is performed',
          'unchecked for Create user, Delete user and Update user, unless you want to approve each',
        ),
        set('Below', 'Suspend, so that people come back as they were'),
      ],
    }),
    step(
      'On the tab **Access**, choose the roles that get {product}; on the tab **Users**, click **Pending** and approve.',
      { proves: 'first_person' },
    ),
  ],
  variants: [],
  mappings: map('{$parameters.scimusername}', '{$user.email}', '{$user.firstname}', '{$user.lastname}'),
  notes: ['In the template "active" must become true or false: "active": "{$user.active}" works.'],
};
