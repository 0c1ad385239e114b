/** SCIM users as a directory sends them: about 1.1 kB each, alike in every run. */

const GIVEN_NAMES = [
  'Ami',
  'Bruno',
  'Chloe',
  'Derya',
  'Ewa',
  'Farid',
  'Grace',
  'Hana',
  'Ines',
  'Jun',
] as const;
// One in ten is not ASCII: such text is much dearer to read and to send, and every real directory has some.
const FAMILY_NAMES = [
  'Aoki',
  'Brandt',
  'Castillo',
  'Dvořák',
  'Eriksen',
  'Fernandez',
  'Grant',
  'Haddad',
  'Ito',
  'Jansen',
] as const;
const DEPARTMENTS = ['Engineering', 'Customer Success', 'Finance', 'People Operations', 'Sales'] as const;

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The userName of the sample user with this number. */
export const sampleUserName = (number: number): string =>
  `member.${String(number).padStart(7, '0')}@example.com`;

/** The body of a create request for the sample user with this number. */
export function sampleUser(number: number): string {
  const givenName = pick(GIVEN_NAMES, number);
  const familyName = pick(FAMILY_NAMES, Math.floor(number / GIVEN_NAMES.length));
  const formatted = `${givenName} ${familyName}`;
  const serial = String(number).padStart(7, '0');
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
    userName: sampleUserName(number),
    externalId: `dir-${serial}`,
    name: { formatted, givenName, familyName },
    displayName: formatted,
    title: 'Senior Specialist',
    preferredLanguage: 'en-GB',
    locale: 'en-GB',
    timezone: 'Europe/Berlin',
    active: true,
    emails: [
      { value: sampleUserName(number), type: 'work', primary: true },
      { value: `member.${serial}@home.example.net`, type: 'home' },
    ],
    phoneNumbers: [{ value: `+49 30 ${serial}`, type: 'work' }],
    addresses: [
      {
        type: 'work',
        streetAddress: `Musterstrasse ${number % 200}`,
        locality: 'Berlin',
        region: 'BE',
        postalCode: '10115',
        country: 'DE',
        formatted: `Musterstrasse ${number % 200}, 10115 Berlin, Germany`,
      },
    ],
    [ENTERPRISE]: {
      employeeNumber: serial,
      costCenter: `CC-${number % 90}`,
      organization: 'Example Industries GmbH',
      division: 'Europe',
      department: pick(DEPARTMENTS, number),
      manager: { value: `dir-${String(number % 100).padStart(7, '0')}`, displayName: 'Mina Okafor' },
    },
  });
}

function pick(values: readonly string[], number: number): string {
  return values[number % values.length] ?? '';
}
