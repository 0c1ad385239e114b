/** Random honest requests, each also with attributes hidden in it. */
import fc from 'fast-check';
import { CORE_USER, type Json, PATCH_OP } from '../support/scim/scim-client.ts';
import { patchOperation, userAttributes } from '../support/scim/user-arbitraries.ts';
import { copyOf, type HiddenAttribute, type MutableJson } from './hidden-attribute.ts';
import { Attempts, hideInObject } from './hide-in-object.ts';
import { hideInOperations } from './hide-in-patch.ts';
import type { Markers } from './markers.ts';

export interface WantedRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** As an operation of a bulk request (RFC 7644 §3.7). */
  readonly isBulk: boolean;
  readonly attributes: Json;
  readonly operations: readonly Json[];
  readonly hidden: readonly HiddenAttribute[];
}

/** The same request twice: honest, and with something hidden in it. */
export interface LoadedRequest {
  readonly method: WantedRequest['method'];
  /** `undefined` for a PATCH of which nothing would remain. */
  readonly clean: Json | undefined;
  readonly loaded: Json;
  readonly attempts: Attempts;
}

export const wantedRequest = (
  methods: readonly WantedRequest['method'][],
  hidden: fc.Arbitrary<HiddenAttribute>,
): fc.Arbitrary<WantedRequest> =>
  fc.record({
    method: fc.constantFrom(...methods),
    isBulk: fc.nat(3).map(choice => choice === 3),
    attributes: userAttributes,
    operations: fc.array(patchOperation, { maxLength: 3 }),
    hidden: fc.array(hidden, { minLength: 1, maxLength: 4 }),
  });

export const USER_NAME = 'ann@example.com';

export function loadRequest(
  { method, attributes, operations, hidden }: WantedRequest,
  markers: Markers,
): LoadedRequest {
  const attempts = new Attempts();
  if (method === 'PATCH') {
    const honest: readonly MutableJson[] = operations.map(copyOf);
    const all = [...honest];
    for (const one of hidden) hideInOperations(all, honest, one, markers, attempts);
    const clean = operations.length === 0 ? undefined : { schemas: [PATCH_OP], Operations: operations };
    return { method, clean, loaded: { schemas: [PATCH_OP], Operations: all }, attempts };
  }
  const clean = { schemas: [CORE_USER], userName: USER_NAME, ...attributes };
  const loaded = copyOf(clean);
  for (const one of hidden) hideInObject(loaded, one, markers, attempts);
  return { method, clean, loaded, attempts };
}
