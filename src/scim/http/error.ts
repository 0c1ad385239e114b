/** SCIM Error messages (RFC 7644 §3.12): the one place where a failure becomes an answer to an identity provider. */
import type { RollcallError } from '../../base/errors.ts';

const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const SCIM_MEDIA_TYPE = 'application/scim+json';

export function renderScimError(error: RollcallError): string {
  return JSON.stringify({
    schemas: [ERROR_URN],
    status: String(error.status),
    ...(error.scimType === undefined ? {} : { scimType: error.scimType }),
    detail: error.message,
  });
}
