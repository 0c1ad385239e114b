/** Members at the edges of "unassigned", "empty" and "the same", which random ones rarely reach. */
import { ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';

export const ODD_MEMBERS: readonly Json[] = [
  { userName: 'bare' },
  { userName: 'unknown@', emails: [{ value: '' }], phoneNumbers: [{ value: '' }] },
  { userName: 'empty-texts', title: '', name: { givenName: '' }, externalId: '' },
  { userName: 'label-alone', emails: [{ type: 'work' }], addresses: [{ primary: false }] },
  { userName: 'two-lines', emails: [{ value: 'lines@x.io', display: 'a\nb' }] },
  { userName: 'two-addresses', emails: [{ value: 'a@x.io' }, { value: 'b@x.io', type: 'work' }] },
  {
    userName: 'same-twice',
    emails: [
      { value: 'A@x.io', type: 'work' },
      { value: 'a@x.io', type: 'home' },
    ],
  },
  { userName: 'reference-alone', [ENTERPRISE_USER]: { manager: { $ref: '../Users/1' } } },
  { userName: 'empty-department', [ENTERPRISE_USER]: { department: '' } },
  { userName: 'inactive@x.io', active: false, title: '\u0130' },
  { userName: 'ANN@EXAMPLE.COM', externalId: 'E\u0301', title: '\u{1f600}', nickName: '\uff41' },
  { userName: 'before-the-surrogates', title: '\ud7ffx' },
  { userName: 'after-the-surrogates', title: '\ue000x' },
  { userName: 'last-of-the-first-plane', title: '\uffffx' },
  { userName: 'last-of-all', title: '\u{10ffff}x' },
  { userName: 'work-in-capitals', emails: [{ value: '1st@x.io' }, { value: '2nd@x.io', type: 'Work' }] },
  { userName: 'primary@without.a.value', emails: [{ primary: true }, { value: '' }, { value: '3rd@x.io' }] },
  { userName: 'name@for.address', emails: [{ type: 'work' }] },
];
