import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const PING_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'In the PingOne admin console, go to **Integrations** > **Provisioning**, press **+** and **New Connection**. Choose **Identity Store**, select **SCIM Outbound**, and give it a name.',
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
    step('Choose how people are found and what is done, finish, and switch the connection on.', {
      fields: [
        paste('User Filter Expression', 'userName Eq "%s"'),
        set('User Identifier', 'userName'),
        set('Allow Users to be Created, Updated, Disabled', 'on'),
        set('Remove Action', 'Disable'),
      ],
    }),
    step(
      'Press **+** and **New Rule**: PingOne is the source, this connection the target. Map the attributes below, choose the people with a user filter, add no groups, and switch the rule on.',
      { proves: 'first_person' },
    ),
  ],
  variants: [
    {
      title: 'PingFederate',
      steps: [
        step(
          'Go to **Applications** > **Integration** > **SP Connections**, open the connection, and choose **Outbound Provisioning**.',
        ),
        step('Fill in the target.', {
          fields: [
            paste('SCIM URL', '{baseUrl}'),
            set('SCIM Version', '2.0'),
            set('Authentication Method', 'OAuth 2 Bearer Token'),
            paste('Access Token', '{token}'),
          ],
        }),
        step('Add a channel with the attributes below, and activate the channel and the connection.', {
          proves: 'first_person',
        }),
      ],
    },
  ],
  mappings: map('Username', 'Email Address', 'Given Name', 'Family Name'),
  notes: ['"Remove Action" decides whether people who are removed become inactive or are deleted.'],
};
