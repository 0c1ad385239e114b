/** The query of a list request (RFC 7644 §3.4.2): from text parameters to a question about members. */
import { RollcallError } from '../errors.ts';
import type { MemberQuery } from '../members/member-query.ts';
import { readFilter, readSortField } from './filter.ts';
import { type Projection, readProjection } from './projection.ts';

const DEFAULT_PAGE_SIZE = 100;
export const LARGEST_PAGE_SIZE = 1_000;

/** The parameters SCIM defines; whatever else a client sends is ignored. */
export interface ListParameters {
  readonly filter?: string | undefined;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly startIndex?: string | undefined;
  readonly count?: string | undefined;
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

export interface ListRequest {
  readonly query: MemberQuery;
  /** 1-based, as it is echoed. */
  readonly startIndex: number;
  readonly projection: Projection | undefined;
}

/** @throws RollcallError `invalidFilter`, `invalidValue` */
export function readListRequest(parameters: ListParameters): ListRequest {
  const { filter, sortBy, attributes, excludedAttributes } = parameters;
  // A value less than 1 counts as 1 (RFC 7644 §3.4.2.4), a negative count as 0.
  const startIndex = Math.max(1, readInteger('startIndex', parameters.startIndex) ?? 1);
  const count = Math.max(0, readInteger('count', parameters.count) ?? DEFAULT_PAGE_SIZE);
  if (filter !== undefined && filter.trim() === '')
    throw new RollcallError('invalidFilter', 'The filter is empty; leave it out to list everybody.');
  return {
    query: {
      filter: filter === undefined ? undefined : readFilter(filter),
      sort: sortBy?.trim()
        ? { ...readSortField(sortBy.trim()), descending: readDescending(parameters.sortOrder) }
        : undefined,
      offset: startIndex - 1,
      limit: Math.min(count, LARGEST_PAGE_SIZE),
    },
    startIndex,
    projection: readProjection(attributes, excludedAttributes),
  };
}

function readInteger(name: string, text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  if (/^[+-]?\d{1,15}$/.test(trimmed)) return Number(trimmed);
  throw new RollcallError('invalidValue', `'${name}' must be a whole number.`);
}

function readDescending(text: string | undefined): boolean {
  const order = text?.trim().toLowerCase() ?? '';
  if (order === '' || order === 'ascending') return false;
  if (order === 'descending') return true;
  throw new RollcallError('invalidValue', "'sortOrder' must be ascending or descending.");
}
