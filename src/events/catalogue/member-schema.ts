/** What an event can say of a member, as JSON Schema: its attributes, the paths of `changed`, the values of `previous`. */
import { closedObject, type JsonProperties, type JsonSchema, orNull, partialObject } from './json-schema.ts';

const TEXT: JsonSchema = { type: 'string' };
const BOOLEAN: JsonSchema = { type: 'boolean' };

const texts = (...names: readonly string[]): JsonProperties =>
  Object.fromEntries(names.map(name => [name, TEXT]));

/** A multi-valued attribute; an empty one is unassigned and left out (RFC 7643 §2.5). */
const listOf = (...names: readonly string[]): JsonSchema => ({
  type: 'array',
  minItems: 1,
  items: partialObject({ ...texts(...names), type: TEXT, primary: BOOLEAN }),
});

/**
 * The SCIM attributes an event may carry. A second guard behind the schema of the SCIM surface, written as an
 * allow-list on purpose: whatever could carry a role cannot reach the main app through an event.
 */
export const MEMBER_ATTRIBUTES: JsonProperties = {
  userName: TEXT,
  externalId: TEXT,
  active: BOOLEAN,
  name: partialObject(
    texts('formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'),
  ),
  displayName: TEXT,
  nickName: TEXT,
  profileUrl: TEXT,
  title: TEXT,
  preferredLanguage: TEXT,
  locale: TEXT,
  timezone: TEXT,
  emails: listOf('value', 'display'),
  phoneNumbers: listOf('value', 'display'),
  ims: listOf('value', 'display'),
  photos: listOf('value', 'display'),
  addresses: listOf('formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'),
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': partialObject({
    ...texts('employeeNumber', 'costCenter', 'organization', 'division', 'department'),
    manager: partialObject(texts('value', '$ref')),
  }),
};

const ALWAYS_ASSIGNED = ['userName', 'active'];

export const MEMBER_ID: JsonSchema = {
  type: 'string',
  format: 'uuid',
  description: 'The id of the SCIM User.',
};

export const MEMBER_VERSION: JsonSchema = {
  type: 'integer',
  minimum: 1,
  description: '1 for a new member, one more for each change; the `meta.version` of SCIM.',
};

export const MANAGED_BY: JsonSchema = {
  type: 'string',
  enum: ['idp', 'app'],
  description: 'Who keeps the member: the identity provider, or the main app itself.',
};

export const MEMBER_SCHEMA: JsonSchema = {
  description:
    'The member after the change: the SCIM attributes that are assigned (RFC 7643 §4.1, §4.3), and what Rollcall adds. It never carries a role, a permission or a password.',
  ...closedObject(
    {
      id: MEMBER_ID,
      ...MEMBER_ATTRIBUTES,
      email: {
        type: ['string', 'null'],
        description:
          'The address the member is reached under: the primary of `emails`, else the work one, else the first, else a `userName` that looks like one.',
      },
      version: MEMBER_VERSION,
      managedBy: MANAGED_BY,
    },
    Object.keys(MEMBER_ATTRIBUTES).filter(name => !ALWAYS_ASSIGNED.includes(name)),
  ),
};

/** Every path a change can name, with the schema of its value (RFC 7644 §3.5.2); a list is named as a whole. */
const PATHS: JsonProperties = Object.fromEntries(pathsIn(MEMBER_ATTRIBUTES, '', ''));

function pathsIn(properties: JsonProperties, parent: string, separator: string): [string, JsonSchema][] {
  return Object.entries(properties).flatMap(([name, schema]): [string, JsonSchema][] => {
    const path = `${parent}${separator}${name}`;
    // An extension's attributes stand under its URN, which a colon separates from them (RFC 7644 §3.10).
    const below = name.startsWith('urn:') ? ':' : '.';
    return schema.properties ? pathsIn(schema.properties, path, below) : [[path, schema]];
  });
}

export const CHANGED_SCHEMA: JsonSchema = {
  description:
    'The SCIM paths of what changed, such as `title`, `name.givenName` or `emails`; a list is named as a whole, and compares as a set.',
  type: 'array',
  items: { type: 'string', enum: Object.keys(PATHS) },
};

export const PREVIOUS_SCHEMA: JsonSchema = {
  description: 'The old values of just the changed paths, null where there was none; empty for a new member.',
  ...partialObject(Object.fromEntries(Object.entries(PATHS).map(([path, schema]) => [path, orNull(schema)]))),
};
