import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const ENTRA_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step('Sign in to the **Microsoft Entra admin center** as at least an **Application Administrator**.'),
    step('Go to **Enterprise apps** and open your {app}.', {
      notes: [
        "No app yet: **+ New application** > **+ Create your own application** > **Integrate any other application you don't find in the gallery**.",
      ],
    }),
    step('Select **Provisioning** in the left panel, then **+ New configuration**.'),
    step('Paste the two values. Do not leave the second one empty.', {
      fields: [paste('Tenant URL', '{baseUrl}'), paste('Secret Token', '{token}')],
    }),
    step('Select **Test Connection**. Entra looks for a person who cannot exist, and asks for groups.', {
      proves: 'tested',
    }),
    step('Select **Create**.'),
    step(
      'Select **Attribute mapping** in the left panel. Open **Provision Microsoft Entra ID Groups**, set **Enabled** to **No**, and **Save**.',
    ),
    step(
      'Open **Provision Microsoft Entra ID Users**. Keep `userName` as the matching attribute. Delete the rows whose target is roles, entitlements or userType. **Save**.',
    ),
    step('Under **Users and groups**, add the people or groups who get {product}.'),
    step('Select **Provision on-demand**, choose one person, and press **Provision**.', {
      proves: 'first_person',
    }),
    step(
      '**Overview** > **Properties** > the pencil: enter an e-mail address for failures, and switch accidental-deletion prevention on. **Apply**.',
    ),
    step('Select **Start provisioning**.', { proves: 'cycle' }),
  ],
  variants: [
    {
      title: 'Older portals',
      steps: [
        step(
          'On **Provisioning**, set the mode, paste the two values, test the connection, and press **Save** instead of Create.',
          {
            fields: [
              set('Provisioning Mode', 'Automatic'),
              paste('Tenant URL', '{baseUrl}'),
              paste('Secret Token', '{token}'),
            ],
            proves: 'tested',
          },
        ),
        step('Instead of Start provisioning, switch the status on.', {
          fields: [set('Provisioning Status', 'On')],
          proves: 'cycle',
        }),
      ],
    },
  ],
  mappings: map('userPrincipalName', 'mail', 'givenName', 'surname'),
  notes: [
    'Entra works in cycles of about 40 minutes, and the first one takes longer; **Provision on-demand** does one person at once.',
    'A token that ends puts Entra into quarantine: make the new one before.',
    'People who are unassigned become inactive. People who are deleted in the directory are deleted here 30 days later.',
  ],
};
