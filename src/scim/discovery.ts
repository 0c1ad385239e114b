/**
 * What the service says of itself (RFC 7643 §5 to §7, RFC 7644 §4): exactly what works, rendered once.
 *
 * Resource types and schemas come from the scimmy declaration; ServiceProviderConfig is our own, because
 * scimmy's cannot hold `pagination` and its routers force features on.
 */
import { RollcallError } from '../errors.ts';
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE } from './list-query.ts';
import { LIST_URN } from './representation.ts';
import { ENTERPRISE_URN, enterpriseDefinition, USER_URN, UserSchema } from './schema.ts';

interface DiscoveryResource {
  readonly id: string;
  readonly json: string;
}

export interface DiscoveryDocuments {
  readonly serviceProviderConfig: string;
  readonly resourceTypes: readonly DiscoveryResource[];
  readonly schemas: readonly DiscoveryResource[];
}

export const LARGEST_BODY_BYTES = 1_048_576;
export const MOST_BULK_OPERATIONS = 1_000;

/** How long a client may go without asking again; the documents change with a new version of the service only. */
export const DISCOVERY_CACHE_CONTROL = 'private, max-age=3600';

/** @param baseUrl ends in /scim/v2 */
export function describeService(baseUrl: string): DiscoveryDocuments {
  return {
    serviceProviderConfig: JSON.stringify(serviceProviderConfig(baseUrl)),
    resourceTypes: [{ id: 'User', json: JSON.stringify(userResourceType(baseUrl)) }],
    schemas: [UserSchema.definition, enterpriseDefinition].map(definition => ({
      id: definition.id,
      json: JSON.stringify(definition.describe(`${baseUrl}/Schemas`)),
    })),
  };
}

/**
 * Answers a discovery request.
 * @param id the part of the path after the endpoint, if any
 * @throws RollcallError `forbidden` for a filter on a list (RFC 7644 §4), `notFound`
 */
export function answerDiscovery(
  documents: DiscoveryDocuments,
  endpoint: string,
  id: string | undefined,
  filtered: boolean,
): string {
  if (endpoint === 'ServiceProviderConfig') return documents.serviceProviderConfig;
  const resources = endpoint === 'Schemas' ? documents.schemas : documents.resourceTypes;
  if (filtered)
    throw new RollcallError(
      'forbidden',
      `A filter is not allowed on /${endpoint} (RFC 7644 §4); read the whole list.`,
    );
  if (id === undefined) {
    const count = resources.length;
    return `{"schemas":["${LIST_URN}"],"totalResults":${count},"startIndex":1,"itemsPerPage":${count},"Resources":[${resources.map(({ json }) => json).join()}]}`;
  }
  const found = resources.find(resource => resource.id.toLowerCase() === id.toLowerCase());
  if (!found)
    throw new RollcallError(
      'notFound',
      `There is nothing with this id under /${endpoint}; read /${endpoint} for the list.`,
    );
  return found.json;
}

function serviceProviderConfig(baseUrl: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: MOST_BULK_OPERATIONS, maxPayloadSize: LARGEST_BODY_BYTES },
    filter: { supported: true, maxResults: LARGEST_PAGE_SIZE },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: DEFAULT_PAGE_SIZE,
      maxPageSize: LARGEST_PAGE_SIZE,
    },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: "A token of the account, sent as 'Authorization: Bearer <token>'.",
        specUri: 'https://datatracker.ietf.org/doc/html/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

function userResourceType(baseUrl: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    description: 'A team member of the account',
    endpoint: '/Users',
    schema: USER_URN,
    schemaExtensions: [{ schema: ENTERPRISE_URN, required: false }],
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/User` },
  };
}
