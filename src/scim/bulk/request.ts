/** A BulkRequest message (RFC 7644 §3.7) read into operations; what is wrong with one is kept as its fault. */
import { RollcallError } from '../../base/errors.ts';
import { isObject } from '../../base/json-object.ts';
import { type ListParameters, readParameters } from '../filter/list-query.ts';
import { findRoute, groupsRefused, isGroups, tidyPath } from '../http/routes.ts';
import { MOST_BULK_OPERATIONS } from '../schema/discovery.ts';

/** Longest text of a path or a version. */
const LONGEST_ADDRESS = 8_192;

export interface BulkOperation {
  readonly index: number;
  readonly method: string;
  readonly bulkId: string | undefined;
  /** As If-Match. */
  readonly version: string | undefined;
  readonly data: unknown;
  /** As it was sent. */
  readonly path: string;
  /** Tidied, without query. */
  readonly requestedPath: string;
  /** What follows /Users; `undefined` for a creation. */
  readonly id: string | undefined;
  readonly parameters: ListParameters;
  /** Whether the client asked for attributes, and so for the resource in the answer. */
  readonly wantsBody: boolean;
  readonly fault: RollcallError | undefined;
}

export interface BulkRequest {
  readonly operations: readonly BulkOperation[];
  /** Stop after this many errors. */
  readonly failOnErrors: number;
}

/** @throws RollcallError `invalidSyntax`, `payloadTooLarge` */
export function readBulkRequest(body: unknown): BulkRequest {
  if (!isObject(body))
    throw new RollcallError('invalidSyntax', 'The request body must be a JSON object: a BulkRequest.');
  const given = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const listed = given.get('operations');
  if (!Array.isArray(listed) || listed.length === 0) {
    throw new RollcallError(
      'invalidSyntax',
      "A bulk request needs 'Operations', a list of at least one operation.",
    );
  }
  if (listed.length > MOST_BULK_OPERATIONS) {
    throw new RollcallError(
      'payloadTooLarge',
      `A bulk request may carry at most ${MOST_BULK_OPERATIONS} operations; this one has ${listed.length}.`,
    );
  }
  const failOnErrors = given.get('failonerrors') ?? null;
  if (
    failOnErrors !== null &&
    !(typeof failOnErrors === 'number' && Number.isInteger(failOnErrors) && failOnErrors >= 0)
  ) {
    throw new RollcallError('invalidSyntax', "'failOnErrors' must be a whole number.");
  }
  const seen = new Set<string>();
  const operations = listed.map((operation: unknown, index) => {
    const read = readOperation(operation, index);
    if (read.bulkId === undefined || !seen.has(read.bulkId)) {
      if (read.bulkId !== undefined) seen.add(read.bulkId);
      return read;
    }
    return {
      ...read,
      fault: new RollcallError(
        'invalidValue',
        "The 'bulkId' is used by an earlier operation of this request.",
      ),
    };
  });
  return { operations, failOnErrors: failOnErrors || Number.POSITIVE_INFINITY };
}

function readOperation(operation: unknown, index: number): BulkOperation {
  const fields = new Map(
    isObject(operation) ? Object.entries(operation).map(([name, value]) => [name.toLowerCase(), value]) : [],
  );
  const text = (name: string): string | undefined => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const path = addressOf(text('path')) ?? '';
  const parameters = readParameters(path);
  const [pathname = ''] = path.split('?');
  const base: BulkOperation = {
    index,
    method: (text('method') ?? '').toUpperCase(),
    bulkId: text('bulkid'),
    version: addressOf(text('version')),
    data: fields.get('data'),
    path,
    requestedPath: tidyPath(
      `/${pathname.replace(/^https?:\/\/[^/]+/i, '').replace(/^.*\/scim\/v2(?=\/)/i, '')}`,
    ),
    id: undefined,
    parameters,
    wantsBody: parameters.attributes !== undefined || parameters.excludedAttributes !== undefined,
    fault: undefined,
  };
  try {
    return { ...base, id: checkOperation(base, isObject(operation)) };
  } catch (fault) {
    if (fault instanceof RollcallError) return { ...base, fault };
    throw fault;
  }
}

/** What is longer leads nowhere, and no version is as long. */
const addressOf = (text: string | undefined): string | undefined => text?.slice(0, LONGEST_ADDRESS);

/** @returns the id the operation is for; `undefined` for a creation */
function checkOperation(
  { method, requestedPath, data, index }: BulkOperation,
  isOperation: boolean,
): string | undefined {
  const where = `Operations[${index}]`;
  if (!isOperation) throw new RollcallError('invalidSyntax', `${where} must be an object.`);
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) {
    throw new RollcallError('invalidSyntax', `${where} must have the 'method' POST, PUT, PATCH or DELETE.`);
  }
  if (isGroups(requestedPath)) throw groupsRefused();
  const route = findRoute(requestedPath);
  if (route.endpoint !== 'Users' || !route.methods.includes(method)) {
    throw new RollcallError(
      'methodNotAllowed',
      `${where}: ${method} is not possible at this 'path'; use POST on /Users, or PUT, PATCH or DELETE on /Users/{id}.`,
    );
  }
  if (method !== 'DELETE' && !isObject(data))
    throw new RollcallError('invalidSyntax', `${where} needs 'data', an object.`);
  return route.id;
}
