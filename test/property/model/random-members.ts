/** Random members with every kind of attribute, each now and then absent. */
import fc from 'fast-check';
import { ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';
import { PROPERTY_SEED } from '../property-seed.ts';
import { randomText } from './random-texts.ts';

const optional = (attributes: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> =>
  fc.record(attributes, { requiredKeys: [] });

const texts = (...names: readonly string[]) => Object.fromEntries(names.map(name => [name, randomText]));

const type = fc.oneof(fc.constantFrom('work', 'home', 'WORK', 'other'), randomText);
const address = fc.constantFrom(
  'ann@example.com',
  'Ann@Example.COM',
  'bo@example.org',
  'a_b@x.io',
  'axb@x.io',
);

/** What no address may hold, as the service judges it. */
const NOT_IN_ADDRESSES = /[\s@,;<>"()\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;
const randomAddress = randomText.map(text => {
  const local = text.replace(NOT_IN_ADDRESSES, '');
  return local === '' ? '' : `${local}@x.io`;
});

const labelled = (value: fc.Arbitrary<string>) =>
  fc.array(optional({ value, display: randomText, type, primary: fc.boolean() }), { maxLength: 4 });

const attributes = optional({
  externalId: fc.oneof(fc.constantFrom('e-1', 'E-1', '\u00e9', 'e\u0301'), randomText),
  active: fc.boolean(),
  ...texts('displayName', 'nickName', 'profileUrl', 'title', 'preferredLanguage', 'locale', 'timezone'),
  name: optional(
    texts('formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'),
  ),
  emails: labelled(fc.oneof(address, randomAddress)),
  phoneNumbers: labelled(fc.oneof(fc.constantFrom('+1 555', '555'), randomText)),
  ims: labelled(randomText),
  photos: labelled(randomText),
  addresses: fc.array(
    optional({
      ...texts('formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'),
      type,
      primary: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  [ENTERPRISE_USER]: optional({
    ...texts('employeeNumber', 'costCenter', 'organization', 'division', 'department'),
    manager: optional(texts('value', '$ref')),
  }),
});

/** What no userName may hold, because it is invisible. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Unique, whatever the text: the number stands apart from it. */
function userName(anyText: string, index: number): string {
  const text = anyText.replace(INVISIBLE, '');
  return ([`${text}-${index}`, `${index}~${text}`, `m${index}@x.io`] as const)[index % 3] ?? text;
}

/** The bodies of so many Users; always the same for the same seed. */
export function randomMembers(count: number): readonly Json[] {
  return fc
    .sample(fc.tuple(attributes, randomText), { seed: PROPERTY_SEED, numRuns: count })
    .map(([rest, text], index) => ({ userName: userName(text, index), ...rest }));
}
