/** A play: the requests that an identity provider really sends, in its order, as data. */

export type Json = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

/** What an answer shows besides its status, in the words of a report. */
type Sight = 'no one' | 'one person' | 'no groups' | 'active' | 'inactive' | 'refused' | 'not there' | '';

export interface Expectation {
  readonly status: number;
  readonly sight: Sight;
  /** Values the answer must have; of objects, at least these. */
  readonly holds?: Json;
  /** Attributes the answer must not have. */
  readonly lacks?: readonly string[];
}

/**
 * Texts hold `{address}` (an address for the test person), `{ADDRESS}` (the same in capitals) and `{id}` (of the person
 * who was created last).
 */
export interface PlayStep {
  /** What the identity provider does, as a clause that follows its name. */
  readonly does: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the Base URL. */
  readonly path: string;
  /** Percent-encoded when it is sent, unless it is a text. */
  readonly query?: Headers | string | undefined;
  readonly body?: Json | undefined;
  readonly expects: Expectation;
}

export interface Play {
  /** Besides Authorization; `writing` comes on top for requests with a body. */
  readonly headers: { readonly always: Headers; readonly writing?: Headers };
  readonly steps: readonly PlayStep[];
}

/** What a step is sent with. */
export interface PlayWords {
  readonly address: string;
  /** `undefined` before anyone was created. */
  readonly id: string | undefined;
}

export interface PlayRequest {
  readonly method: PlayStep['method'];
  /** Below the Base URL, with the query. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Json | undefined;
}

export interface PlayAnswer {
  readonly status: number;
  /** `undefined` when there is none. */
  readonly body: Json | undefined;
}

export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const NO_ONE: Expectation = { status: 200, sight: 'no one' };
export const FOUND: Expectation = { status: 200, sight: 'one person' };
export const NO_GROUPS: Expectation = { status: 200, sight: 'no groups' };
export const CREATED: Expectation = { status: 201, sight: 'active' };
export const ACTIVE: Expectation = { status: 200, sight: 'active' };
export const INACTIVE: Expectation = { status: 200, sight: 'inactive' };
export const ANSWERED: Expectation = { status: 200, sight: '' };
const DELETED: Expectation = { status: 204, sight: '' };
export const GONE: Expectation = { status: 404, sight: 'not there' };
const GROUP_REFUSED: Expectation = { status: 501, sight: 'refused' };
export const TAKEN: Expectation = { status: 409, sight: 'refused' };

export const PERSON = '/Users/{id}';

export const get = (
  does: string,
  path: string,
  expects: Expectation,
  query?: PlayStep['query'],
): PlayStep => ({
  does,
  method: 'GET',
  path,
  query,
  expects,
});

export const lookUp = (does: string, filter: string, expects: Expectation): PlayStep =>
  get(does, '/Users', expects, { filter });

export const post = (does: string, body: Json, expects: Expectation): PlayStep => ({
  does,
  method: 'POST',
  path: '/Users',
  body,
  expects,
});

export const put = (does: string, body: Json, expects: Expectation): PlayStep => ({
  does,
  method: 'PUT',
  path: PERSON,
  body,
  expects,
});

export const patch = (does: string, expects: Expectation, ...operations: readonly Json[]): PlayStep => ({
  does,
  method: 'PATCH',
  path: PERSON,
  body: { schemas: [PATCH_OP], Operations: operations },
  expects,
});

export const remove = (does: string): PlayStep => ({
  does,
  method: 'DELETE',
  path: PERSON,
  expects: DELETED,
});

export const pushGroup = (does: string, body: Json): PlayStep => ({
  does,
  method: 'POST',
  path: '/Groups',
  body: { schemas: [CORE_GROUP], ...body },
  expects: GROUP_REFUSED,
});

/** @returns `undefined` when the step is about a person who was not created */
export function requestOf({ headers }: Play, step: PlayStep, words: PlayWords): PlayRequest | undefined {
  const { method, path, query, body } = step;
  if (words.id === undefined && JSON.stringify([path, body]).includes('{id}')) return undefined;
  const { path: filledPath, query: filledQuery, body: filledBody } = filled({ path, query, body }, words);
  const target = filledQuery === undefined ? filledPath : `${filledPath}?${queryText(filledQuery)}`;
  return {
    method,
    target,
    headers: { ...headers.always, ...(body === undefined ? {} : headers.writing) },
    body: filledBody,
  };
}

/** The same with its blanks filled in. */
export function filled<Value>(value: Value, { address, id = '' }: PlayWords): Value {
  const fill = (text: string): string =>
    text
      .replaceAll('{id}', id)
      .replaceAll('{address}', address)
      .replaceAll('{ADDRESS}', address.toUpperCase());
  const json = JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'string' ? fill(part) : part,
  );
  return JSON.parse(json) as Value; // of the same form
}

const queryText = (query: Headers | string): string =>
  typeof query === 'string'
    ? query
    : Object.entries(query)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&');
