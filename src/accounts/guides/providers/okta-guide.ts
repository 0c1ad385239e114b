import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const OKTA_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step("In Okta's **Admin Console**, go to **Applications** > **Applications** and click your {app}."),
    step(
      'On the tab **General**, select **SCIM** under **Provisioning** (press **Edit** in App Settings first). Click **Save**.',
    ),
    step('Click the tab **Provisioning**, choose **Integration**, press **Edit**, and fill in:', {
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
    }),
    step('Click **Test Connector Configuration**, then **Save**.', { proves: 'tested' }),
    step('Within **Provisioning**, click **To App**, then **Edit**. Select three actions.', {
      fields: [
        set('Create Users', 'selected'),
        set('Update User Attributes', 'selected'),
        set('Deactivate Users', 'selected'),
      ],
    }),
    step('Click **Save**.', { notes: ['Leave **Sync Password** off.'] }),
    step('On the tab **Assignments**, assign people or groups. They arrive here.', {
      notes: [
        'People who were assigned before provisioning was on are not sent. It is easiest to remove them from the app and add them again.',
      ],
      proves: 'first_person',
    }),
  ],
  variants: [],
  mappings: map('Application username, with the format Email', 'email', 'firstName', 'lastName'),
  notes: [
    'The identifier "email" fits SAML with **Application username** = Email; "userName" works as well. Whichever you chose, leave it: Okta finds people by it.',
    'The import lets Okta read who is on the team. It changes no one here.',
    'Okta never deletes people here: a person who is unassigned becomes inactive, and comes back as they were.',
  ],
};
