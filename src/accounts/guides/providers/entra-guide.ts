import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const ENTRA_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'Sign in to the **Microsoft Entra admin center** as at least an **Application Administrator**, go to **Enterprise apps** and open the application.',
      {
        notes: [
          "No application yet? New application > Create your own application > Integrate any other application you don't find in the gallery.",
        ],
      },
    ),
    step('Select **Provisioning** in the left panel, then **New configuration**.'),
    step('Paste the two values.', {
      fields: [paste('Tenant URL', '{baseUrl}'), paste('Secret token', '{token}')],
      notes: ['Do not leave the second one empty: Entra would send a token of its own.'],
    }),
    step('Select **Test connection**. Entra looks for a person who cannot exist, and asks for groups.', {
      proves: 'tested',
    }),
    step('Select **Create**.'),
    step(
      'Select **Attribute mapping** in the left panel, open **Provision Microsoft Entra ID Groups**, and save.',
      { fields: [set('Enabled', 'No')] },
    ),
    step(
      'Open **Provision Microsoft Entra ID Users**. Keep userName as the matching attribute, delete the rows for roles, entitlements and userType, and save.',
    ),
    step('Under **Users and groups**, add the people or groups to be provisioned.'),
    step('Select **Provision on demand**, choose one person, and press **Provision**.', {
      proves: 'first_person',
    }),
    step(
      'Under **Overview** > **Properties**, enter an address for failure notices and switch the prevention of accidental deletions on.',
    ),
    step('Select **Start provisioning**.'),
  ],
  variants: [
    {
      title: 'Portals before 2026',
      steps: [
        step('On **Provisioning**, set the mode, paste the two values, test and save.', {
          fields: [
            set('Provisioning Mode', 'Automatic'),
            paste('Tenant URL', '{baseUrl}'),
            paste('Secret Token', '{token}'),
          ],
          proves: 'tested',
        }),
        step('Under **Mappings**, switch the mapping of groups off. Then start.', {
          fields: [set('Provisioning Status', 'On')],
        }),
      ],
    },
  ],
  mappings: map('userPrincipalName', 'mail', 'givenName', 'surname'),
  notes: [
    'Entra works in cycles of about 40 minutes, and the first one takes longer. "Provision on demand" does one person immediately.',
    'People who are unassigned become inactive. People who are deleted in the directory are deleted here 30 days later.',
    'A token that has ended puts Entra into quarantine: rotate it before.',
  ],
};
