/** Members as SCIM resources: stored JSON completed with `id` and `meta`, not rebuilt. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredMember } from '../../members/member.ts';
import type { Projection } from '../schema/projection.ts';

export const LIST_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export const locationOf = (member: { readonly id: string }, baseUrl: string): string =>
  `${baseUrl}/Users/${member.id}`;

/** The JSON text of a User (RFC 7643 §4.1, §3.1). @param baseUrl ends in /scim/v2 */
export function renderUser(member: StoredMember, baseUrl: string, projection?: Projection): string {
  const created = new Date(member.createdAt).toISOString();
  const modified =
    member.modifiedAt === member.createdAt ? created : new Date(member.modifiedAt).toISOString();
  // Dates, ids, versions and our own address need no escaping. The stored text is a non-empty object.
  const meta = `{"resourceType":"User","created":"${created}","lastModified":"${modified}","location":"${locationOf(member, baseUrl)}","version":"W/\\"${member.version}\\""}`;
  const json = `{"id":"${member.id}",${member.attributesJson.slice(1, -1)},"meta":${meta}}`;
  return projection ? JSON.stringify(projection(JSON.parse(json) as Record<string, unknown>)) : json;
}

/** How a page says where it stands: by index (RFC 7644 §3.4.2.4) or by cursors (RFC 9865 §2). */
export type PageMarks =
  | { readonly startIndex: number }
  | { readonly previousCursor: string | undefined; readonly nextCursor: string | undefined };

/** So much JSON is parsed, projected and written without a break: about two milliseconds. */
const PROJECTED_IN_A_TURN = 65_536;

/** The JSON texts of Users. Other requests have their turn while a large page is projected. */
export async function renderUsers(
  members: readonly StoredMember[],
  baseUrl: string,
  projection?: Projection,
): Promise<readonly string[]> {
  const resources: string[] = [];
  let length = 0;
  for (const member of members) {
    resources.push(renderUser(member, baseUrl, projection));
    length += member.attributesJson.length;
    if (!projection || length < PROJECTED_IN_A_TURN) continue;
    length = 0;
    await nextTurn();
  }
  return resources;
}

/**
 * A ListResponse (RFC 7644 §3.4.2); `itemsPerPage` is the number of resources in this page.
 * @param resources JSON texts
 */
export function renderList(total: number, resources: readonly string[], marks: PageMarks): string {
  const envelope = JSON.stringify({
    schemas: [LIST_URN],
    totalResults: total,
    itemsPerPage: resources.length,
    ...marks,
  });
  return `${envelope.slice(0, -1)},"Resources":[${resources.join()}]}`;
}
