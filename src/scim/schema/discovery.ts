/**
 * What the service says of itself (RFC 7643 §5 to §7, RFC 7644 §4): exactly what works, rendered once.
 *
 * Resource types and schemas come from the scimmy declaration; ServiceProviderConfig is our own, because
 * scimmy's cannot hold `pagination` and its routers force features on.
 */
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../accounts/identity-provider.ts';
import { RollcallError } from '../../base/errors.ts';
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE } from '../filter/list-query.ts';
import { LIST_URN } from '../users/representation.ts';
import { ENTERPRISE_URN, enterpriseDefinition, USER_URN, UserSchema } from './schema.ts';

interface DiscoveryResource {
  readonly id: string;
  readonly json: string;
}

export interface DiscoveryDocuments {
  /** @param identityProvider of the account that asks, if it is known */
  serviceProviderConfig(identityProvider: IdentityProvider | undefined): string;
  readonly resourceTypes: readonly DiscoveryResource[];
  readonly schemas: readonly DiscoveryResource[];
}

export const LARGEST_BODY_BYTES = 1_048_576;
export const MOST_BULK_OPERATIONS = 1_000;

/** How long a client may go without asking again; the documents change with a new version of the service only. */
export const DISCOVERY_CACHE_CONTROL = 'private, max-age=3600';

/** @param baseUrl ends in /scim/v2 */
export function describeService(baseUrl: string): DiscoveryDocuments {
  const whole = serviceProviderConfig(baseUrl);
  const { pagination, ...withoutPagination } = whole;
  const [text, shortText] = [JSON.stringify(whole), JSON.stringify(withoutPagination)];
  return {
    serviceProviderConfig: identityProvider =>
      identityProvider === undefined || IDENTITY_PROVIDERS[identityProvider].readsPagination
        ? text
        : shortText,
    resourceTypes: [{ id: 'User', json: JSON.stringify(userResourceType(baseUrl)) }],
    schemas: [UserSchema.definition, enterpriseDefinition].map(definition => ({
      id: definition.id,
      json: JSON.stringify(definition.describe(`${baseUrl}/Schemas`)),
    })),
  };
}

interface DiscoveryRequest {
  readonly endpoint: string;
  /** The part of the path after the endpoint, if any. */
  readonly id: string | undefined;
  readonly isFiltered: boolean;
}

/**
 * Answers a discovery request with JSON text.
 * @throws RollcallError `forbidden` for a filter on a list (RFC 7644 §4), `notFound`
 */
export function answerDiscovery(
  documents: DiscoveryDocuments,
  { endpoint, id, isFiltered }: DiscoveryRequest,
  identityProvider: IdentityProvider,
): string {
  if (endpoint === 'ServiceProviderConfig') return documents.serviceProviderConfig(identityProvider);
  const resources = endpoint === 'Schemas' ? documents.schemas : documents.resourceTypes;
  if (isFiltered)
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
    description: 'User Account',
    endpoint: '/Users',
    schema: USER_URN,
    schemaExtensions: [{ schema: ENTERPRISE_URN, required: false }],
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/User` },
  };
}
