/**
 * The User schema this service declares, as a scimmy definition: the single source for discovery, validation,
 * filters and PATCH. What could carry a role or permission (roles, entitlements, groups, userType,
 * x509Certificates) and the password are not part of it. Types of values are not limited to canonical ones:
 * identity providers send their own.
 */
import SCIMMY from 'scimmy';

const { Attribute, Schema, SchemaDefinition } = SCIMMY.Types;

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const text = (name: string, description: string, config: object = {}) =>
  new Attribute('string', name, { description, ...config });

/** The sub-attributes RFC 7643 §2.4 gives to multi-valued attributes. */
const labelled = (what: string, value: InstanceType<typeof Attribute>) => [
  value,
  text('display', `A name for ${what}, for display.`),
  text('type', `What ${what} is for, such as work or home; any value is accepted.`),
  new Attribute('boolean', 'primary', { description: `Whether this is the preferred one; at most one is.` }),
];

const definition = new SchemaDefinition('User', USER_URN, 'A team member of the account', [
  text('userName', 'The name the member signs in with, unique within the account regardless of case.', {
    required: true,
    uniqueness: 'server',
  }),
  new Attribute('complex', 'name', { description: "The components of the member's name." }, [
    text('formatted', 'The full name, ready for display.'),
    text('familyName', 'The family name.'),
    text('givenName', 'The given name.'),
    text('middleName', 'The middle names.'),
    text('honorificPrefix', 'What stands before the name, such as Dr.'),
    text('honorificSuffix', 'What stands after the name, such as III.'),
  ]),
  text('displayName', 'The name shown to others.'),
  text('nickName', 'The casual name.'),
  new Attribute('reference', 'profileUrl', {
    referenceTypes: ['external'],
    description: "The address of the member's online profile.",
  }),
  text('title', 'The job title.'),
  text('preferredLanguage', 'The preferred written or spoken language.'),
  text('locale', 'The locale for dates, numbers and currencies.'),
  text('timezone', 'The time zone, by its IANA name.'),
  new Attribute('boolean', 'active', {
    description: 'Whether the member may use the account; true when omitted on creation.',
  }),
  new Attribute(
    'complex',
    'emails',
    { multiValued: true, description: 'E-mail addresses.' },
    labelled('the address', text('value', 'The e-mail address.')),
  ),
  new Attribute(
    'complex',
    'phoneNumbers',
    { multiValued: true, description: 'Telephone numbers.' },
    labelled('the number', text('value', 'The telephone number.')),
  ),
  new Attribute(
    'complex',
    'ims',
    { multiValued: true, description: 'Instant messaging addresses.' },
    labelled('the address', text('value', 'The instant messaging address.')),
  ),
  new Attribute(
    'complex',
    'photos',
    { multiValued: true, description: 'Addresses of photos.' },
    labelled(
      'the photo',
      new Attribute('reference', 'value', {
        referenceTypes: ['external'],
        description: 'The address of the photo.',
      }),
    ),
  ),
  new Attribute('complex', 'addresses', { multiValued: true, description: 'Postal addresses.' }, [
    text('formatted', 'The whole address, ready for a label.'),
    text('streetAddress', 'Street, house number, floor.'),
    text('locality', 'The city.'),
    text('region', 'The state or region.'),
    text('postalCode', 'The postal code.'),
    text('country', 'The country.'),
    text('type', 'What the address is for, such as work or home; any value is accepted.'),
    new Attribute('boolean', 'primary', {
      description: 'Whether this is the preferred one; at most one is.',
    }),
  ]),
]);

/** Declared to scimmy; our own code reads the definition and never makes an instance on the hot path. */
export class UserSchema extends Schema {
  static override get id() {
    return USER_URN;
  }

  static override get definition() {
    return definition;
  }
}

// scimmy's typings want an instance here; its code and documentation want the class.
UserSchema.extend(SCIMMY.Schemas.EnterpriseUser as unknown as SCIMMY.Types.Schema, false);

/** The definition of the one extension. */
export const enterpriseDefinition = SCIMMY.Schemas.EnterpriseUser.definition;
