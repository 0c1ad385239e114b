import { type IdentityProviderGuide, map, paste, set, step } from '../guide.ts';

export const RIPPLING_GUIDE: IdentityProviderGuide = {
  limit: null,
  steps: [
    step(
      'In Rippling, go to **IT** > **Custom Integrations**, create an app or open {product}, and check **User Management via SCIM**. Continue.',
      { notes: ['Some consoles call it **Custom App**.'] },
    ),
    step('Fill in the SCIM configuration.', {
      fields: [
        set('SCIM version', '2.0'),
        paste('SCIM Base URL', '{baseUrl}'),
        set('SCIM Authorization Method', 'Bearer Token'),
        set('Supports Groups', 'off'),
        set('Create & Delete Groups', 'off'),
        set('Supports Pagination', 'on'),
      ],
    }),
    step('Install the app, and paste the token where it asks for it. Press **Test connection**.', {
      fields: [paste('Bearer token', '{token}')],
      proves: 'tested',
    }),
    step('Match the people who are on the team already instead of creating them.'),
    step('Under **App Access Rules**, choose who gets {product}.', { proves: 'first_person' }),
  ],
  variants: [],
  mappings: map('work email', 'work email', 'first name', 'last name'),
  notes: [],
};
