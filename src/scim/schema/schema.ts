/**
 * The User schema this service declares, as a scimmy definition: the single source for discovery, validation,
 * filters and PATCH. What could carry a role or permission (roles, entitlements, groups, userType,
 * x509Certificates) and the password are not part of it. Descriptions and canonical types are those of RFC 7643 §8.7.1;
 * canonical types are suggestions, for identity providers send their own.
 */
import SCIMMY from 'scimmy';

const { Attribute, Schema, SchemaDefinition } = SCIMMY.Types;
type AttributeInstance = InstanceType<typeof Attribute>;

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** scimmy has the texts of the RFC for most attributes; where it says "READ-ONLY" of a writable one, it is left out. */
function rfcDescription(path: string): string {
  const attribute = SCIMMY.Schemas.User.definition.attribute(path) as AttributeInstance; // an attribute, for it is no URN
  const { description } = attribute.config as { description?: string };
  if (!description) throw new Error(`scimmy does not describe ${path}`);
  return description.replace(/ READ-ONLY\.$/, '');
}

const text = (name: string, description: string = rfcDescription(name), config: object = {}) =>
  new Attribute('string', name, { description, ...config });

const textBelow = (parent: string, name: string) => text(name, rfcDescription(`${parent}.${name}`));

const typed = (description: string, canonicalValues: readonly string[]) =>
  text('type', description, { canonicalValues });

const primary = (description: string) => new Attribute('boolean', 'primary', { description });

const list = (name: string, subAttributes: AttributeInstance[], description = rfcDescription(name)) =>
  new Attribute('complex', name, { multiValued: true, description }, subAttributes);

/** A multi-valued attribute with the sub-attributes that RFC 7643 §2.4 gives to all of them. */
const labelled = (name: string, canonicalTypes: readonly string[], value = textBelow(name, 'value')) =>
  list(name, [
    value,
    textBelow(name, 'display'),
    typed(rfcDescription(`${name}.type`), canonicalTypes),
    primary(rfcDescription(`${name}.primary`)),
  ]);

const definition = new SchemaDefinition('User', USER_URN, 'User Account', [
  text('externalId', 'An identifier for the resource as defined by the provisioning client.', {
    caseExact: true,
  }),
  text('userName', undefined, { required: true, uniqueness: 'server' }),
  new Attribute('complex', 'name', { description: rfcDescription('name') }, [
    ...['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'].map(
      name => textBelow('name', name),
    ),
  ]),
  text('displayName'),
  text('nickName'),
  new Attribute('reference', 'profileUrl', {
    referenceTypes: ['external'],
    description: rfcDescription('profileUrl'),
  }),
  text('title'),
  text('preferredLanguage'),
  text('locale'),
  text('timezone'),
  new Attribute('boolean', 'active', {
    description: `${rfcDescription('active')} True when it is omitted on creation; false when it is removed.`,
  }),
  labelled('emails', ['work', 'home', 'other']),
  labelled('phoneNumbers', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
  labelled('ims', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
  labelled(
    'photos',
    ['photo', 'thumbnail'],
    new Attribute('reference', 'value', {
      referenceTypes: ['external'],
      description: rfcDescription('photos.value'),
    }),
  ),
  // scimmy does not describe these.
  list(
    'addresses',
    [
      text(
        'formatted',
        'The full mailing address, formatted for display or use with a mailing label. This attribute MAY contain newlines.',
      ),
      text(
        'streetAddress',
        'The full street address component, which may include house number, street name, P.O. box, and multi-line extended street address information. This attribute MAY contain newlines.',
      ),
      text('locality', 'The city or locality component.'),
      text('region', 'The state or region component.'),
      text('postalCode', 'The zip code or postal code component.'),
      text('country', 'The country name component.'),
      typed("A label indicating the attribute's function, e.g., 'work' or 'home'.", [
        'work',
        'home',
        'other',
      ]),
      primary(
        "A Boolean value indicating the 'primary' or preferred attribute value for this attribute. The primary attribute value 'true' MUST appear no more than once.",
      ),
    ],
    "A physical mailing address for this User. Canonical type values of 'work', 'home', and 'other'.",
  ),
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
