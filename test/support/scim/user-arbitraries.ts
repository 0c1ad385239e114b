/** Random Users and PATCH operations that the service must accept, for property tests. */
import fc from 'fast-check';
import { ENTERPRISE_USER, type Json } from './scim-client.ts';

/** A small vocabulary makes repeats, and so requests that change nothing, common. */
const word = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('Ann', 'ann', 'Bo', 'Zo\u00eb', 'Zoe\u0308', '日本', 'x"y\\z', ' '),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }) },
);

const type = fc.constantFrom('work', 'home', 'Work');
const primary = fc.boolean();
const isActive = fc.constantFrom<unknown>(true, false, 'True', 'false');

const email = fc.record(
  {
    value: fc.constantFrom('ann@example.com', 'Ann@example.com', 'bo@example.org', 'b\u00f6@example.org'),
    type,
    primary,
  },
  { requiredKeys: ['value'] },
);
const phoneNumber = fc.record(
  { value: fc.constantFrom<unknown>('tel:+1-555-0100', '555', 5550100), type, primary },
  { requiredKeys: ['value'] },
);
const address = fc.record(
  { locality: word, country: fc.constantFrom('US', 'DE'), type, primary },
  { requiredKeys: ['country'] },
);
const photo = fc.record(
  {
    value: fc.constantFrom('https://example.com/1.png', 'https://example.com/2.png'),
    display: word,
    primary,
  },
  { requiredKeys: ['value'] },
);
const name = fc.record({ givenName: word, familyName: word, formatted: word }, { requiredKeys: [] });
const manager = fc.record(
  { value: fc.constantFrom('m-1', 'm-2'), $ref: fc.constantFrom('../Users/m-1', '../Users/m-2') },
  { requiredKeys: ['value'] },
);
const enterprise = fc.record(
  { department: word, employeeNumber: fc.constantFrom<unknown>('1', 2), costCenter: word, manager },
  { requiredKeys: [] },
);

const emails = fc.array(email, { maxLength: 3 });
const phoneNumbers = fc.array(phoneNumber, { maxLength: 2 });
const photos = fc.array(photo, { maxLength: 2 });
const addresses = fc.array(address, { maxLength: 2 });

/** Attributes of a User without `userName`, which must stay unique. */
export const userAttributes: fc.Arbitrary<Json> = fc.record(
  {
    externalId: fc.constantFrom('e-1', 'E-1', '42'),
    active: isActive,
    displayName: word,
    title: fc.option(word),
    nickName: word,
    profileUrl: fc.constantFrom('https://example.com/ann', ''),
    locale: fc.constantFrom('en-US', 'de-DE'),
    timezone: fc.constantFrom('Europe/Berlin', 'Asia/Tokyo'),
    name,
    emails: fc.option(emails),
    phoneNumbers,
    photos,
    addresses,
    [ENTERPRISE_USER]: enterprise,
  },
  { requiredKeys: [] },
);

const set = (path: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Json> =>
  fc.record({
    op: fc.constantFrom('add', 'replace', 'Add', 'REPLACE'),
    path: fc.constant(path),
    value,
  });

const remove = (...paths: readonly string[]): fc.Arbitrary<Json> =>
  fc.record({ op: fc.constantFrom('remove', 'Remove'), path: fc.constantFrom(...paths) });

/** One operation that any member accepts, whatever its state. */
export const patchOperation: fc.Arbitrary<Json> = fc.oneof(
  { weight: 2, arbitrary: set('active', isActive) },
  set('displayName', word),
  set('TITLE', word),
  set('name.givenName', word),
  set('name', name),
  set('emails', emails),
  set('emails[type eq "work"].value', fc.constantFrom('ann@example.com', 'work@example.com')),
  set('emails[type eq "work"].primary', primary),
  set('emails[type eq "home"]', email),
  set('emails[primary eq true].type', type),
  set('phoneNumbers', phoneNumbers),
  set('photos', photos),
  set('addresses[type eq "work"].locality', word),
  set(`${ENTERPRISE_USER}:department`, word),
  set(`${ENTERPRISE_USER}:manager`, manager),
  set(`${ENTERPRISE_USER}:manager.value`, fc.constantFrom('m-1', 'm-2')),
  set(ENTERPRISE_USER, enterprise),
  remove(
    'title',
    'active',
    'externalId',
    'name',
    'name.familyName',
    'emails',
    'emails[type eq "home"]',
    'emails[type eq "work"].primary',
    'addresses',
    'photos',
    `${ENTERPRISE_USER}:manager`,
    `${ENTERPRISE_USER}:department`,
    ENTERPRISE_USER,
  ),
  fc.record({ op: fc.constantFrom('add', 'replace', 'Replace'), value: userAttributes }),
);
