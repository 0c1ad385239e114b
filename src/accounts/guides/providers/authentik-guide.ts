import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const AUTHENTIK_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'In the **Admin interface**, go to **Applications** > **Providers** > **New Provider**, and choose **SCIM Provider**.',
    ),
    step('Paste the two values. Leave the compatibility mode at its default.', {
      fields: [paste('URL', '{baseUrl}'), set('Authentication', 'Static token'), paste('Token', '{token}')],
    }),
    step('Choose what is sent.', {
      fields: [
        set('User Property Mappings', "authentik's own user mapping"),
        set('Group Property Mappings', 'remove all'),
      ],
    }),
    step(
      'Under **User filtering**, choose the group that belongs to the team, and exclude service accounts. Finish.',
      { notes: ['A rehearsal: switch **dry run** on for the first synchronization.'] },
    ),
    step(
      'Go to **Applications** > **Applications**, edit {product}, add the provider under **Backchannel Providers**, **Save changes**. The first synchronization begins.',
      { proves: 'first_person' },
    ),
  ],
  variants: [],
  mappings: map('user.username', 'user.email', 'user.name', 'user.name'),
  notes: [
    'authentik creates first. A person who is here already is refused once and then taken over; that is as it should be.',
    'Pushed groups are refused; people are not affected.',
  ],
};
