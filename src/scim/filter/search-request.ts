/** A SearchRequest message (RFC 7644 §3.4.3), read into the parameters of a list request. */
import { RollcallError } from '../../base/errors.ts';
import { isObject } from '../../base/json-object.ts';
import type { ListParameters } from './list-query.ts';

/** @throws RollcallError `invalidSyntax`, `invalidValue` */
export function readSearchRequest(body: unknown): ListParameters {
  if (!isObject(body))
    throw new RollcallError('invalidSyntax', 'The request body must be a JSON object: a SearchRequest.');
  const given = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string): string | undefined => {
    const value = given.get(name.toLowerCase());
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && (name === 'startIndex' || name === 'count')) return String(value);
    throw new RollcallError('invalidValue', `'${name}' in the SearchRequest has the wrong type.`);
  };
  const names = (name: string): string | undefined => {
    const value = given.get(name.toLowerCase());
    return Array.isArray(value) ? value.filter(item => typeof item === 'string').join() : text(name);
  };
  return {
    filter: text('filter'),
    sortBy: text('sortBy'),
    sortOrder: text('sortOrder'),
    startIndex: text('startIndex'),
    count: text('count'),
    cursor: text('cursor'),
    attributes: names('attributes'),
    excludedAttributes: names('excludedAttributes'),
  };
}
