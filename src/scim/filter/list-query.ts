/** The query of a list request (RFC 7644 §3.4.2): from text parameters to a question about members. */
import { RollcallError } from '../../base/errors.ts';
import type { MemberPage, MemberQuery } from '../../members/query.ts';
import { readSortField } from '../schema/fields.ts';
import { type Projection, readProjection } from '../schema/projection.ts';
import type { PageMarks } from '../users/representation.ts';
import { readFilter } from './filter.ts';
import { formatCursor, parseCursor } from './page-cursor.ts';

export const DEFAULT_PAGE_SIZE = 100;
export const LARGEST_PAGE_SIZE = 1_000;

/** The parameters SCIM defines; whatever else a client sends is ignored. */
export interface ListParameters {
  readonly filter?: string | undefined;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly startIndex?: string | undefined;
  readonly count?: string | undefined;
  /** Present, if only as an empty text: the list is paged by cursor (RFC 9865). */
  readonly cursor?: string | undefined;
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

/** The query of a URL: names in any case; of one that is repeated the first counts. */
export function readParameters(url: string): ListParameters {
  const at = url.indexOf('?');
  if (at < 0) return {};
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(withLiteralPluses(url.slice(at + 1)))) {
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
  }
  return {
    filter: found.get('filter'),
    sortBy: found.get('sortby'),
    sortOrder: found.get('sortorder'),
    startIndex: found.get('startindex'),
    count: found.get('count'),
    cursor: found.get('cursor'),
    attributes: found.get('attributes'),
    excludedAttributes: found.get('excludedattributes'),
  };
}

/**
 * A plus is a plus (RFC 3986 §3.4), save in form encoding, where it is a blank. Form encoding never writes `%20`: where
 * a parameter does, its pluses stand for themselves, as in the address bob+tag@example.com.
 */
function withLiteralPluses(query: string): string {
  if (!query.includes('+') || !query.includes('%20')) return query;
  return query
    .split('&')
    .map(parameter => (parameter.includes('%20') ? parameter.replaceAll('+', '%2B') : parameter))
    .join('&');
}

export interface ListRequest {
  readonly query: MemberQuery;
  readonly projection: Projection | undefined;
  /** How the page says where it stands. */
  marks(page: MemberPage): PageMarks;
}

/** @throws RollcallError `invalidFilter`, `invalidValue`, `invalidCursor`, `invalidCount` */
export function readListRequest(parameters: ListParameters, accountId: string): ListRequest {
  const { filter, sortBy, attributes, excludedAttributes } = parameters;
  if (filter !== undefined && filter.trim() === '') {
    throw new RollcallError('invalidFilter', 'The filter is empty; leave it out to list all Users.');
  }
  const descending = readDescending(parameters.sortOrder);
  const which = {
    filter: filter === undefined ? undefined : readFilter(filter),
    sort: sortBy?.trim() ? { ...readSortField(sortBy.trim()), descending } : undefined,
  };
  const projection = readProjection(attributes, excludedAttributes);
  const paging =
    parameters.cursor === undefined
      ? byIndex(parameters)
      : byCursor(parameters, parameters.cursor, accountId);
  return { query: { ...which, ...paging.page }, projection, marks: paging.marks };
}

interface Paging {
  readonly page: Pick<MemberQuery, 'start' | 'limit'>;
  readonly marks: ListRequest['marks'];
}

/** RFC 7644 §3.4.2.4: a startIndex below 1 counts as 1, a negative count as 0. */
function byIndex(parameters: ListParameters): Paging {
  const startIndex = Math.max(1, readInteger('startIndex', parameters.startIndex) ?? 1);
  const count = Math.max(0, readInteger('count', parameters.count) ?? DEFAULT_PAGE_SIZE);
  return {
    page: { start: { kind: 'offset', offset: startIndex - 1 }, limit: Math.min(count, LARGEST_PAGE_SIZE) },
    marks: () => ({ startIndex }),
  };
}

/** RFC 9865 §2: an empty cursor asks for the first page; a count must be positive. */
function byCursor(
  { filter, sortBy, sortOrder, count }: ListParameters,
  cursor: string,
  accountId: string,
): Paging {
  const scope = [accountId, filter, sortBy, sortOrder];
  const limit = readInteger('count', count) ?? DEFAULT_PAGE_SIZE;
  if (limit < 1) throw new RollcallError('invalidCount', "With a cursor, 'count' must be at least 1.");
  return {
    page: {
      start: cursor === '' ? { kind: 'offset', offset: 0 } : parseCursor(cursor, scope),
      limit: Math.min(limit, LARGEST_PAGE_SIZE),
    },
    marks: ({ before, after }) => ({
      previousCursor: before && formatCursor('before', before, scope),
      nextCursor: after && formatCursor('after', after, scope),
    }),
  };
}

function readInteger(name: 'startIndex' | 'count', text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  if (/^[+-]?\d{1,15}$/.test(trimmed)) return Number(trimmed);
  throw new RollcallError(
    name === 'count' ? 'invalidCount' : 'invalidValue',
    `'${name}' must be a whole number.`,
  );
}

function readDescending(text: string | undefined): boolean {
  const order = text?.trim().toLowerCase() ?? '';
  if (order === '' || order === 'ascending') return false;
  if (order === 'descending') return true;
  throw new RollcallError('invalidValue', "'sortOrder' must be ascending or descending.");
}
