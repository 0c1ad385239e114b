import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const OKTA_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'In the **Admin Console** of Okta, go to **Applications** > **Applications** and click the application.',
    ),
    step(
      'On the tab **General**, press **Edit** in App Settings, select **SCIM** under **Provisioning**, and click **Save**.',
    ),
    step('On the tab **Provisioning**, choose **Integration**, press **Edit**, and fill in:', {
      fields: [
        paste('SCIM connector base URL', '{baseUrl}'),
        paste('Unique identifier field for users', 'email'),
        set(
          'Supported provisioning actions',
          'Import New Users and Profile Updates, Push New Users, Push Profile Updates; leave Push Groups out',
        ),
        set('Authentication Mode', 'HTTP Header'),
        paste('Authorization', '{token}'),
      ],
      notes: ['The identifier userName works too. Leave it as it is afterwards: Okta finds people by it.'],
    }),
    step('Click **Test Connector Configuration**, then **Save**.', { proves: 'tested' }),
    step(
      'Within **Provisioning**, click **To App**, then **Edit**. Select the actions, and click **Save**.',
      {
        fields: [
          set('Create Users', 'on'),
          set('Update User Attributes', 'on'),
          set('Deactivate Users', 'on'),
          set('Sync Password', 'off'),
        ],
      },
    ),
    step('On the tab **Assignments**, assign people or groups.', {
      notes: [
        'People who were assigned before provisioning was on are not sent: remove them from the application and add them again.',
      ],
      proves: 'first_person',
    }),
  ],
  variants: [],
  mappings: map('Application username, with the format Email', 'email', 'firstName', 'lastName'),
  notes: [
    'Okta never deletes people in an application: a person who is unassigned becomes inactive, and comes back as they were.',
  ],
};
