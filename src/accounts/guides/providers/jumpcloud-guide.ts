import { type IdentityProviderGuide, paste, set, step } from '../guide.ts';

export const JUMPCLOUD_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'In JumpCloud, go to **Applications** > **Identity Management** > **Configuration Settings** of your {application}.',
      { notes: ['Newer portals call the first one **SSO Applications**.'] },
    ),
    step('Choose **SCIM API** under **API Type**.'),
    step('Choose **SCIM 2.0** under **SCIM Version**.'),
    step('Paste the two values.', {
      fields: [paste('Base URL', '{baseUrl}'), paste('Token', '{token}')],
      notes: ['Some portals call the second field **Token Key**.'],
    }),
    step(
      'Enter a valid e-mail address of your company under **Test User Email**. It must not be on the team already.',
      { fields: [paste('Test User Email', '{testAddress}')] },
    ),
    step(
      'Click **Test Connection** in the upper right. JumpCloud creates the test user here and deletes it again; no one gets a mail.',
      {
        notes: [
          'You will also see that JumpCloud tries to add a test group. That is refused, as it should be.',
        ],
        proves: 'test_person',
      },
    ),
    step(
      'Switch **Group Management** off: **Enable management of User Groups and Group Membership in this application**. It is not used here.',
    ),
    step('Under **Attribute Mapping**, click **exclude** for the password.'),
    step('Set these fields, and click **include** to the right of each.', {
      fields: [
        set('UserName', 'Company Email'),
        set('Name.FamilyName', 'Last Name'),
        set('Name.GivenName', 'First Name'),
      ],
      notes: ['The e-mail address may stay excluded: the user name is taken for it.'],
    }),
    step('Click **Activate** in the top right, then **save**.'),
    step('On the tab **User Groups**, choose whose people are provisioned.', {
      notes: ['Without this no one comes.'],
      proves: 'first_person',
    }),
  ],
  variants: [],
  mappings: [
    { attribute: 'userName', from: 'Company Email' },
    { attribute: 'name.givenName', from: 'First Name' },
    { attribute: 'name.familyName', from: 'Last Name' },
  ],
  notes: [
    'Each change of the settings makes JumpCloud create and delete the test user again: give it a free address each time.',
    'A person who loses the last user group of the application becomes inactive.',
  ],
};
