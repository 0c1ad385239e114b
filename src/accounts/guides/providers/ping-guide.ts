import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const PING_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'In the PingOne admin console, go to **Integrations** > **Provisioning**, press **+**, **New Connection**.',
    ),
    step(
      'Choose **Identity Store**, then **SCIM Outbound** > **Select**. Name it {product}, and press **Next**.',
    ),
    step('Fill in the connection.', {
      fields: [
        paste('SCIM Base URL', '{baseUrl}'),
        paste('Users Resource', '/Users'),
        set('SCIM Version', '2.0'),
        set('Authentication Method', 'OAuth 2 Bearer Token'),
        paste('OAuth Access Token', '{token}'),
        set('Auth Type Header', 'Bearer'),
      ],
    }),
    step('Click **Test Connection**, then **Continue**.', { proves: 'tested' }),
    step('Choose how people are found and what is done. Finish, and switch the connection on.', {
      fields: [
        paste('User Filter Expression', 'userName Eq "%s"'),
        set('User Identifier', 'userName'),
        set('Allow Users to be Created, Updated, Disabled', 'on'),
        set('Remove Action', 'Disable'),
      ],
    }),
    step(
      '**+** > **New Rule**: PingOne as the source, this connection as the target. Map the attributes, choose whose people with a user filter, and add no groups. Switch the rule on.',
      {
        fields: [
          set('Username', 'userName'),
          set('Email Address', 'workEmail'),
          set('Given Name', 'givenName'),
          set('Family Name', 'familyName'),
        ],
        proves: 'first_person',
      },
    ),
  ],
  variants: [
    {
      title: 'PingFederate',
      steps: [
        step(
          'Go to **Applications** > **Integration** > **SP Connections** > the connection > **Outbound Provisioning**.',
        ),
        step('Fill in the target.', {
          fields: [
            paste('SCIM URL', '{baseUrl}'),
            set('SCIM Version', '2.0'),
            set('Authentication Method', 'OAuth 2 Bearer Token'),
            paste('Access Token', '{token}'),
          ],
        }),
        step('Add a channel with the mapping above. Activate both.', { proves: 'first_person' }),
      ],
    },
  ],
  mappings: map('Username', 'Email Address', 'Given Name', 'Family Name'),
  notes: ['"Remove Action" decides whether people who are removed become inactive or are deleted.'],
};
